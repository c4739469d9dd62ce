import { createRequire } from 'node:module'
import { browserPath } from './browser.ts'

// What the tests use of playwright-core, whose own types are a browser's and want its library.

export interface Chromium {
  newContext(options: {
    readonly viewport: { readonly width: number; readonly height: number }
    readonly colorScheme?: 'light' | 'dark'
    readonly offline?: boolean
    readonly permissions?: readonly string[]
    readonly javaScriptEnabled?: boolean
  }): Promise<Context>
  newPage(): Promise<Page>
  close(): Promise<void>
}

export interface Context {
  newPage(): Promise<Page>
  close(): Promise<void>
}

export interface Page {
  on(event: 'console' | 'dialog', told: (message: { text(): string; message(): string }) => void): void
  on(event: 'pageerror', told: (error: Error) => void): void
  on(event: 'request', told: (request: { url(): string }) => void): void
  emulateMedia(options: {
    readonly media?: 'screen' | 'print'
    readonly colorScheme?: 'light' | 'dark'
    readonly forcedColors?: 'active'
  }): Promise<void>
  goto(url: string): Promise<unknown>
  url(): string
  waitForURL(url: RegExp): Promise<void>
  setContent(text: string): Promise<void>
  evaluate(script: string): Promise<unknown>
  locator(selector: string): Locator
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> }
  screenshot(options: {
    readonly path: string
    readonly fullPage?: boolean
    readonly clip?: {
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
    }
  }): Promise<unknown>
  content(): Promise<string>
  /** The page's own time: fixed, or running on from a moment until it is moved. */
  readonly clock: {
    install(options: { readonly time: number }): Promise<void>
    setFixedTime(time: number): Promise<void>
    fastForward(ms: number): Promise<void>
  }
  close(): Promise<void>
}

export interface Locator {
  count(): Promise<number>
  click(): Promise<void>
  fill(text: string): Promise<void>
  textContent(): Promise<string | null>
  check(): Promise<void>
  selectOption(value: string): Promise<unknown>
  /** Until it is shown. */
  waitFor(): Promise<void>
  isDisabled(): Promise<boolean>
  first(): Locator
  allInnerTexts(): Promise<string[]>
  setInputFiles(file: {
    readonly name: string
    readonly mimeType: string
    readonly buffer: Buffer
  }): Promise<void>
}

interface Playwright {
  readonly chromium: {
    launch(options: { readonly executablePath: string; readonly args: readonly string[] }): Promise<Chromium>
  }
}

/** A headless Chromium of this machine. No sandbox: as root, in a container, there is none to be had. */
export async function startChromium(): Promise<Chromium> {
  const { chromium } = createRequire(import.meta.url)('playwright-core') as Playwright
  return chromium.launch({ executablePath: browserPath(), args: ['--no-sandbox', '--disable-gpu'] })
}

/** What is to be read of an element. */
export const textIn = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).allInnerTexts()).join('\n')
