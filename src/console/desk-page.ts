/** The desk: its page with a policy of its own for each answer, and the bundle under a name that says its content. */

import { createHash, randomBytes } from 'node:crypto'
import type { Language } from '../company/variables.ts'
import { loadDeskBundle } from './desk-bundle.ts'
import type { Pages } from './page-routes.ts'
import { chooseLanguage, makeVariants, negotiate } from './pages-negotiation.ts'

export interface DeskPageOptions {
  /** `LIUKE_HOME`; the bundle is cached below it. */
  readonly home: string
  /** Told what went wrong without keeping the page from being served. */
  readonly warn?: (problem: string) => void
}

const SAFE = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'same-origin' }
/** The name changes with the content. */
const FILE_HEADERS = { ...SAFE, 'Cache-Control': 'public, max-age=31536000, immutable' }

const WORDS = {
  zh: { lang: 'zh-CN', title: '留客客服工作台', script: '请在浏览器中启用 JavaScript。' },
  en: { lang: 'en', title: 'Liuke support desk', script: 'Please enable JavaScript in your browser.' },
} as const satisfies Record<Language, object>

/**
 * Nothing from elsewhere, no inline script, no frame. The components of the desk write their styles while it
 * runs; they are let through by a nonce, so that no style of anybody else's is.
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

/** The script reads the nonce from its own element; the browser shows it to nobody else. */
function html(language: Language, nonce: string, script: string, styles: string): string {
  const words = WORDS[language]
  return `<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${words.title}</title>
<link rel="icon" href="favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${styles.slice(1)}">
<script type="module" src="${script.slice(1)}" nonce="${nonce}"></script>
</head>
<body>
<div id="desk"><noscript>${words.script}</noscript></div>
</body>
</html>
`
}

/** @throws what esbuild reports when the desk's code does not build */
export async function createDeskPage(options: DeskPageOptions): Promise<Pages> {
  const bundle = await loadDeskBundle(options.home, options.warn ?? (() => undefined))
  const script = `/desk/desk-${hashOf(bundle.script)}.js`
  const styles = `/desk/desk-${hashOf(bundle.styles)}.css`
  const file = (type: string, text: string) =>
    makeVariants({ type: `${type}; charset=utf-8`, headers: FILE_HEADERS, zh: text })
  const files = new Map([
    [script, file('text/javascript', bundle.script)],
    [styles, file('text/css', bundle.styles)],
  ])
  return {
    paths: ['/desk', ...files.keys()],
    answer: (request) => {
      const resource = files.get(request.path)
      if (resource) return negotiate(resource, request)
      if (request.path !== '/desk') return undefined
      const language = chooseLanguage(request.lang, request.acceptLanguage)
      const nonce = randomBytes(16).toString('base64')
      const body = Buffer.from(html(language, nonce, script, styles))
      const type = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': body.length }
      return { status: 200, headers: { ...pageHeaders(nonce), ...type, Vary: 'Accept-Language' }, body }
    },
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
