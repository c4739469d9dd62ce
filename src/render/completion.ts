/** The shells that can complete a command line of why403. */
export const completionShells = ['bash', 'zsh', 'fish', 'powershell'] as const
export type CompletionShell = (typeof completionShells)[number]

/** Everything that can be completed. */
export interface Vocabulary {
  /** The command that runs when none is named. */
  readonly usual: string
  readonly commands: readonly CompletableCommand[]
  readonly permissions: readonly string[]
}

export interface CompletableCommand {
  readonly name: string
  readonly describe: string
  /** What can stand as its word. */
  readonly words: readonly string[]
  /** Its word may be the name of a file. */
  readonly takesFiles: boolean
  readonly flags: readonly CompletableFlag[]
}

export interface CompletableFlag {
  readonly name: string
  readonly describe: string
  /** Null: it takes no value. */
  readonly takes: null | 'file' | 'permission' | 'anything' | readonly string[]
}

/** A script for a shell, complete in itself: it starts no program when it completes. */
export function completionScript(shell: CompletionShell, vocabulary: Vocabulary): string {
  return scripts[shell](vocabulary)
}

const scripts = { bash, zsh, fish, powershell } satisfies Record<
  CompletionShell,
  (vocabulary: Vocabulary) => string
>

/** Flags with a value, each once, by what the value is. */
function valuesOf({ commands }: Vocabulary): CompletableFlag[] {
  const byName = new Map(commands.flatMap(({ flags }) => flags.map(flag => [flag.name, flag] as const)))
  return [...byName.values()].filter(({ takes }) => takes !== null)
}

const namesOf = (list: readonly { readonly name: string }[]): string => list.map(({ name }) => name).join(' ')
const flagsOf = (command: CompletableCommand): string =>
  command.flags.map(({ name }) => `--${name}`).join(' ')

function bash(vocabulary: Vocabulary): string {
  const { commands, usual, permissions } = vocabulary
  const values = valuesOf(vocabulary).map(({ name, takes }) => {
    if (takes === 'file') return `    --${name}) COMPREPLY=($(compgen -f -- "$word")); return ;;`
    if (takes === 'permission')
      return `    --${name}) COMPREPLY=($(compgen -W '${permissions.join(' ')}' -- "$word")); return ;;`
    const words = Array.isArray(takes) ? takes.join(' ') : ''
    return `    --${name}) COMPREPLY=($(compgen -W '${words}' -- "$word")); return ;;`
  })
  const flags = commands.map(
    command =>
      `    ${command.name}) flags='${flagsOf(command)} --help' words='${command.words.join(' ')}' ;;`,
  )
  return `# Completion of why403 for bash: source <(why403 completion bash)
_why403() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command='' flags words each
  COMPREPLY=()
  case $before in
${values.join('\n')}
  esac
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $each in
      ${commands.map(({ name }) => name).join('|')}) command=$each; break ;;
    esac
  done
  case \${command:-${usual}} in
${flags.join('\n')}
  esac
  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$word"))
  elif [[ -z $command ]]; then COMPREPLY=($(compgen -W '${namesOf(commands)}' -- "$word"))
  else COMPREPLY=($(compgen -W "$words" -- "$word")${filesWhere(commands)})
  fi
}
complete -F _why403 why403
`
}

function filesWhere(commands: readonly CompletableCommand[]): string {
  const names = commands.filter(({ takesFiles }) => takesFiles).map(({ name }) => `$command == ${name}`)
  return ` $([[ ${names.join(' || ')} ]] && compgen -f -- "$word")`
}

function zsh(vocabulary: Vocabulary): string {
  const { commands, usual, permissions } = vocabulary
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
  const described = (name: string, describe: string): string =>
    quoted(`${name}:${describe.replaceAll(':', '\\:')}`)
  const values = valuesOf(vocabulary).map(({ name, takes }) => {
    if (takes === 'file') return `    (--${name}) _files; return ;;`
    const choices = takes === 'permission' ? permissions : Array.isArray(takes) ? takes : []
    return `    (--${name}) ${choices.length > 0 ? `compadd -- ${choices.join(' ')}; ` : ''}return ;;`
  })
  const flags = commands.map(({ name, flags: own, words, takesFiles }) => {
    const list = own.map(flag => described(`--${flag.name}`, flag.describe)).join(' ')
    const rest = words.length > 0 ? `; choices=(${words.join(' ')})` : takesFiles ? '; files=yes' : ''
    return `    (${name}) flags=(${list})${rest} ;;`
  })
  return `#compdef why403
# Completion of why403 for zsh: why403 completion zsh > _why403, in a folder of $fpath
_why403() {
  local -a commands flags choices
  local command='' files='' each
  case $words[CURRENT-1] in
${values.join('\n')}
  esac
  for each in $words[2,CURRENT-1]; do
    case $each in
      (${commands.map(({ name }) => name).join('|')}) command=$each; break ;;
    esac
  done
  case \${command:-${usual}} in
${flags.join('\n')}
  esac
  if [[ $words[CURRENT] == -* ]]; then _describe flag flags
  elif [[ -z $command ]]; then
    commands=(${commands.map(({ name, describe }) => described(name, describe)).join(' ')})
    _describe command commands
  elif [[ -n $files ]]; then _files
  else compadd -- $choices
  fi
}
if [[ $funcstack[1] == _why403 ]]; then _why403 "$@"; else compdef _why403 why403; fi
`
}

function fish(vocabulary: Vocabulary): string {
  const { commands, permissions, usual } = vocabulary
  const text = (words: string): string => `'${words.replace(/['\\]/g, '\\$&')}'`
  const only = (name: string): string =>
    text(name === usual ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${name}`)
  const option = (takes: CompletableFlag['takes']): string => {
    if (takes === null) return ''
    if (takes === 'file') return ' -r -F'
    if (takes === 'permission') return ` -x -a ${text(permissions.join(' '))}`
    return takes === 'anything' ? ' -x' : ` -x -a ${text(takes.join(' '))}`
  }
  const lines = commands.flatMap(({ name, describe, flags, words, takesFiles }) => [
    `complete -c why403 -n '__fish_use_subcommand' -a ${name} -d ${text(describe)}`,
    ...flags.map(
      flag =>
        `complete -c why403 -n ${only(name)} -l ${flag.name}${option(flag.takes)} -d ${text(flag.describe)}`,
    ),
    ...(words.length > 0 ? [`complete -c why403 -n ${only(name)} -a ${text(words.join(' '))}`] : []),
    ...(takesFiles ? [`complete -c why403 -n ${only(name)} -F`] : []),
  ])
  return `# Completion of why403 for fish: why403 completion fish | source
complete -c why403 -f
${lines.join('\n')}
`
}

function powershell(vocabulary: Vocabulary): string {
  const { commands, usual, permissions } = vocabulary
  const text = (words: string): string => `'${words.replaceAll("'", "''")}'`
  const list = (words: readonly string[]): string => `@(${words.map(text).join(', ')})`
  const values = valuesOf(vocabulary)
    .filter(({ takes }) => takes !== 'file' && takes !== 'anything')
    .map(({ name, takes }) => {
      const words = takes === 'permission' ? permissions : Array.isArray(takes) ? takes : []
      return `    '--${name}' = ${list(words)}`
    })
  const free = valuesOf(vocabulary).filter(({ takes }) => takes === 'file' || takes === 'anything')
  return `# Completion of why403 for PowerShell: why403 completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName why403 -ScriptBlock {
  param($word, $line, $cursor)
  $values = @{
${values.join('\n')}
  }
  $free = ${list(free.map(({ name }) => `--${name}`))}
  $flags = @{
${commands.map(command => `    '${command.name}' = ${list(command.flags.map(({ name }) => `--${name}`))}`).join('\n')}
  }
  $words = @{
${commands.map(command => `    '${command.name}' = ${list(command.words)}`).join('\n')}
  }
  $typed = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($word -ne '' -and $typed.Count -gt 0) { $typed = @($typed | Select-Object -SkipLast 1) }
  $before = if ($typed.Count -gt 0) { $typed[-1] } else { '' }
  $command = $typed | Where-Object { $flags.ContainsKey($_) } | Select-Object -First 1
  $choices =
    if ($values.ContainsKey($before)) { $values[$before] }
    elseif ($free -contains $before) { @() }
    elseif ($word -like '-*') { $flags[$(if ($command) { $command } else { '${usual}' })] }
    elseif ($command) { $words[$command] }
    else { ${list(commands.map(({ name }) => name))} }
  $choices | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`
}
