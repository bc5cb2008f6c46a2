/** Desk and console: pages with a policy of their own for each answer, and bundles under names that say their content. */

import { createHash, randomBytes } from 'node:crypto'
import type { Language } from '../company/variables.ts'
import type { Pages } from './page-routes.ts'
import { chooseLanguage, makeVariants, negotiate } from './pages-negotiation.ts'
import { loadStaffBundle, type StaffPage } from './staff-bundle.ts'

export interface StaffPageOptions {
  /** `LIUKE_HOME`; the bundle is cached below it. */
  readonly home: string
  /** Told what went wrong without keeping the page from being served. */
  readonly warn?: (problem: string) => void
}

const SAFE = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'same-origin' }
/** The name changes with the content. */
const FILE_HEADERS = { ...SAFE, 'Cache-Control': 'public, max-age=31536000, immutable' }

const TITLES = {
  desk: { zh: '留客客服工作台', en: 'Liuke support desk' },
  console: { zh: '留客管理台', en: 'Liuke console' },
} as const satisfies Record<StaffPage, Record<Language, string>>
const WORDS = {
  zh: { lang: 'zh-CN', script: '请在浏览器中启用 JavaScript。' },
  en: { lang: 'en', script: 'Please enable JavaScript in your browser.' },
} as const satisfies Record<Language, object>

/**
 * Nothing from elsewhere, no inline script, no frame. The components of these pages write their styles while they
 * run; these are let through by a nonce, so that no style of anybody else's is.
 */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    ...SAFE,
    'Content-Security-Policy': policy(nonce),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    // A nonce serves once.
    'Cache-Control': 'no-store',
  }
}

/** Addresses of what a page loads; they stand below the page's own. */
interface Files {
  readonly script: string
  readonly styles: string
  /** Modules the script cannot begin without. */
  readonly needed: readonly string[]
}

/** The script reads the nonce from its own element; the browser shows it to nobody else. */
function html(page: StaffPage, language: Language, nonce: string, files: Files): string {
  const words = WORDS[language]
  const preloads = files.needed.map((file) => `<link rel="modulepreload" href="${file.slice(1)}">\n`)
  return `<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${TITLES[page][language]}</title>
<link rel="icon" href="favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${files.styles.slice(1)}">
${preloads.join('')}<script type="module" src="${files.script.slice(1)}" nonce="${nonce}"></script>
</head>
<body>
<div id="page"><noscript>${words.script}</noscript></div>
</body>
</html>
`
}

/**
 * A page at `/desk` or `/console`.
 * @throws what esbuild reports when its code does not build
 */
export async function createStaffPage(page: StaffPage, options: StaffPageOptions): Promise<Pages> {
  const bundle = await loadStaffBundle(page, options.home, options.warn ?? (() => undefined))
  const at = (name: string) => `/${page}/${name}`
  const names: Files = {
    script: at(`${page}-${hashOf(bundle.script)}.js`),
    styles: at(`${page}-${hashOf(bundle.styles)}.css`),
    needed: bundle.needed.map(at),
  }
  const file = (type: string, text: string) =>
    makeVariants({ type: `${type}; charset=utf-8`, headers: FILE_HEADERS, zh: text })
  const files = new Map([
    [names.script, file('text/javascript', bundle.script)],
    [names.styles, file('text/css', bundle.styles)],
    ...Object.entries(bundle.modules).map(
      ([name, text]) => [at(name), file('text/javascript', text)] as const,
    ),
  ])
  const address = `/${page}`
  return {
    paths: [address, ...files.keys()],
    answer: (request) => {
      const resource = files.get(request.path)
      if (resource) return negotiate(resource, request)
      if (request.path !== address) return undefined
      const language = chooseLanguage(request.lang, request.acceptLanguage)
      const nonce = randomBytes(16).toString('base64')
      const body = Buffer.from(html(page, language, nonce, names))
      const type = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': body.length }
      return { status: 200, headers: { ...pageHeaders(nonce), ...type, Vary: 'Accept-Language' }, body }
    },
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
