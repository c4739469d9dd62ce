import type { Fix } from './fix.ts'

/** Source: Learn, "Agent autonomous app OAuth flow". */
export function exchange(): Fix[] {
  return [
    {
      label:
        'First the blueprint asks for api://AzureADTokenExchange/.default with fmi_path, the id of the agent identity; then the agent identity asks for Graph, with that token as client_assertion',
      url: autonomousFlow,
    },
  ]
}

const autonomousFlow =
  'https://learn.microsoft.com/entra/agent-id/identity-platform/agent-autonomous-app-oauth-flow'

export function consentOnBlueprint(): Fix[] {
  return [onBlueprint('Consent on the blueprint of the agent identity, and let its permissions be inherited')]
}

/** Source: Learn, "Configure inheritable permissions for agent identity blueprints". */
export function onBlueprint(label: string): Fix {
  return {
    label,
    url: inheritance,
    by: 'Agent ID Administrator, and whoever may grant it',
    leaves: 'What is inherited appears only in tokens, nowhere on the agent.',
  }
}

const inheritance = 'https://learn.microsoft.com/entra/agent-id/configure-inheritable-permissions-blueprints'
