/// <reference lib="dom" />
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { type LaunchOptions, chromium as playwright } from '@playwright/test'
import { packageFile, stateDir } from '../paths.ts'
import { cleanEnvironment } from '../services/processes.ts'

/** A browser that cannot be used for tests; the message says what is missing. */
export class BrowserError extends Error {
  override name = 'BrowserError'
}

interface Browser {
  readonly executablePath: string
  /** Where the system lacks libraries that the browser needs. */
  readonly libraryPath?: string
  /** First number of the version that must start, where we know it. */
  readonly majorVersion?: string
}

const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']

/** Set once the browser has been started and checked, so that Playwright's workers do not repeat it. */
const checkedVariable = 'TALLYSTICK_CHROMIUM_CHECKED'

/**
 * How Playwright starts Chromium: the system's, else the one from npm. Flags are our own: the package's switch off web
 * security, with which a test of headers or origins proves nothing. The browser is started once to see that it is the
 * expected one and that Chinese is visible.
 * @throws BrowserError
 */
export async function chromiumLaunchOptions(): Promise<LaunchOptions> {
  const browser = findSystemBrowser() ?? (await browserFromPackage())
  const options: LaunchOptions = {
    executablePath: browser.executablePath,
    // As root, Chromium does not start with its sandbox.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    env: cleanEnvironment({
      FONTCONFIG_FILE: writeFontConfiguration(),
      ...(browser.libraryPath === undefined ? {} : { LD_LIBRARY_PATH: browser.libraryPath }),
    }),
  }
  if (process.env[checkedVariable] !== browser.executablePath) {
    await checkBrowser(options, browser.majorVersion)
    process.env[checkedVariable] = browser.executablePath
  }
  return options
}

function findSystemBrowser(): Browser | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)))
  const executablePath = candidates.find(isExecutable)
  return executablePath === undefined ? undefined : { executablePath }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Chromium unpacked into a folder that carries its version: the package itself reuses whatever lies in /tmp. */
async function browserFromPackage(): Promise<Browser> {
  const packageJson = packageFile('@sparticuz/chromium', 'package.json')
  if (packageJson === undefined) throw new BrowserError('no Chromium: install one, or run npm ci')
  const { version } = JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string }
  const folder = join(stateDir, `chromium-${version}`)
  if (!existsSync(folder)) await unpack(dirname(packageJson), folder)
  const executablePath = join(folder, 'chromium')
  const majorVersion = version.split('.')[0] ?? ''
  const libraryPath = join(folder, 'al2023', 'lib')
  return { executablePath, majorVersion, ...(lacksLibraries(executablePath) ? { libraryPath } : {}) }
}

async function unpack(packageDir: string, folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  const temporary = process.env.TMPDIR
  // The package unpacks into the temporary folder, wherever the system says that is.
  process.env.TMPDIR = unfinished
  try {
    const { inflate } = await import('@sparticuz/chromium')
    const archives = ['chromium.br', 'swiftshader.tar.br', 'al2023.tar.br']
    await Promise.all(archives.map((name) => inflate(join(packageDir, 'bin', name))))
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
  }
  renameSync(unfinished, folder)
}

function lacksLibraries(executable: string): boolean {
  return execFileSync('ldd', [executable], { encoding: 'utf8' }).includes('not found')
}

/** The system's fonts, where there are any, and one Chinese font for machines without. */
function writeFontConfiguration(): string {
  const font = packageFile('@expo-google-fonts/noto-sans-sc', '400Regular')
  if (font === undefined) throw new BrowserError('the Chinese font for tests is not installed; run npm ci')
  const file = join(stateDir, 'fonts.conf')
  mkdirSync(stateDir, { recursive: true })
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${font}</dir>
  <cachedir>${join(stateDir, 'font-cache')}</cachedir>
</fontconfig>
`,
  )
  return file
}

async function checkBrowser(options: LaunchOptions, majorVersion: string | undefined): Promise<void> {
  const browser = await playwright.launch(options).catch((error: Error) => {
    throw new BrowserError(`${options.executablePath} does not start: ${error.message}`)
  })
  try {
    const version = browser.version()
    if (majorVersion !== undefined && !version.startsWith(`${majorVersion}.`)) {
      throw new BrowserError(`expected Chromium ${majorVersion}, but ${options.executablePath} is ${version}`)
    }
    const page = await browser.newPage()
    if (!(await page.evaluate(showsChinese))) {
      throw new BrowserError('Chinese is invisible in this browser: it finds no font with Chinese characters')
    }
  } finally {
    await browser.close()
  }
}

/** Runs in the page: whether a Chinese word is drawn, and drawn differently from characters that no font has. */
function showsChinese(): boolean {
  const draw = (text: string): string => {
    const canvas = document.createElement('canvas')
    canvas.width = 80
    canvas.height = 40
    const context = canvas.getContext('2d')
    if (context === null) return ''
    context.font = '24px sans-serif'
    context.fillText(text, 4, 28)
    return canvas.toDataURL()
  }
  const word = draw('左券')
  return word !== draw('') && word !== draw('\u{10FFFE}\u{10FFFE}')
}
