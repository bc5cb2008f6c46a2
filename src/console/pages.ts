/** Serves the public pages: front page, privacy notice, widget script and what they load. */

import { createHash } from 'node:crypto'
import type { Company } from '../company/load.ts'
import type { Branding } from '../company/types.ts'
import type { Bilingual, Language } from '../company/variables.ts'
import { greetingsNow } from './greetings.ts'
import type { Pages } from './page-routes.ts'
import { loadBundles } from './pages-bundle.ts'
import { makeVariants, negotiate, type Resource } from './pages-negotiation.ts'
import { canRender, loadSource, loadTexts, renderPage, withoutInbox } from './pages-template.ts'

export interface PagesOptions {
  /** `LIUKE_HOME`; bundles are cached below it. */
  readonly home: string
  readonly company: Company
  /** Title of the widget; the company's name where not given. */
  readonly titles?: { readonly [language in Language]?: string | undefined }
  /** Where the privacy notice is; our own page when not given. */
  readonly privacyUrl?: string | undefined
  /** The question an entry of the corpus stands for; null for an unknown one. */
  readonly titleOf?: (entry: string) => Bilingual | null
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** Whether the demo inbox is there to be linked to. */
  readonly inbox?: boolean
  /** Told what went wrong without keeping the pages from being served. */
  readonly warn?: (problem: string) => void
}

/** Pages load nothing from elsewhere, run no inline script, and stand in no frame. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Files the customer is about to send are shown from the browser's memory.
  "img-src 'self' blob:",
  "media-src 'self'",
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const SAFE = { 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'strict-origin-when-cross-origin' }
/** Headers of every page. */
export const PAGE_HEADERS = {
  ...SAFE,
  'Content-Security-Policy': PAGE_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  // Always asked for again, and answered 304 as long as nothing changed.
  'Cache-Control': 'no-cache',
}
const FILE_HEADERS = { ...SAFE, 'Cache-Control': 'public, max-age=300, stale-while-revalidate=86400' }
/** The widget is loaded by the company's own sites. */
const SHARED_HEADERS = {
  ...FILE_HEADERS,
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}
/** Its name has the hash of what is in it, so it never changes. */
const LASTING_HEADERS = { ...SHARED_HEADERS, 'Cache-Control': 'public, max-age=31536000, immutable' }

/** True for this moment only. */
const MOMENT_HEADERS = { ...SHARED_HEADERS, 'Cache-Control': 'no-store' }

/** What the widget says of its own accord now. */
const GREETINGS = '/widget/greetings'

/**
 * Prepares all pages in both languages. A company whose tables lack what the sample company's front page
 * quotes gets a plain one with the chat.
 * @throws LiukeError when a text is missing; what esbuild reports when the browser code does not build
 */
export async function createPages(options: PagesOptions): Promise<Pages> {
  const { company } = options
  const [bundles, texts, front, plain, privacy, icon] = await Promise.all([
    loadBundles(options.home, options.warn ?? (() => undefined)),
    loadTexts(),
    ...['front.tpl', 'plain.tpl', 'privacy.tpl', 'favicon.svg'].map(loadSource),
  ])
  // Map gives as many strings as it was given names.
  const [frontPage, plainPage, privacyPage] = [front, plain, privacy].map((source) =>
    options.inbox ? source : withoutInbox(source ?? ''),
  ) as [string, string, string]
  const html = (source: string) => ({
    type: 'text/html; charset=utf-8',
    headers: PAGE_HEADERS,
    zh: renderPage(source, 'zh', company, texts),
    en: renderPage(source, 'en', company, texts),
  })
  const file = (type: string, text: string, headers: Readonly<Record<string, string>> = FILE_HEADERS) => ({
    type: `${type}; charset=utf-8`,
    headers,
    zh: text,
  })
  const cards = lastingName('widget-cards', bundles.cards)
  const part = lastingName('widget-greeting', bundles.greeting)
  const greeting = company.greetings.length > 0 ? { greeting: { part, rules: GREETINGS.slice(1) } } : {}
  const settings = { ...widgetSettings(options), cards, ...greeting }
  const script = `(()=>{const LIUKE_SERVER_SETTINGS=${JSON.stringify(settings)};${bundles.widget}})()`
  const resources = new Map<string, Resource>([
    ['/', makeVariants(html(canRender(frontPage, company, texts) ? frontPage : plainPage))],
    ['/privacy', makeVariants(html(privacyPage))],
    ['/widget.js', makeVariants(file('text/javascript', script, SHARED_HEADERS))],
    [`/${cards}`, makeVariants(file('text/javascript', bundles.cards, LASTING_HEADERS))],
    [`/${part}`, makeVariants(file('text/javascript', bundles.greeting, LASTING_HEADERS))],
    ['/demo.js', makeVariants(file('text/javascript', bundles.demo))],
    ['/demo.css', makeVariants(file('text/css', bundles.styles))],
    ['/favicon.svg', makeVariants(file('image/svg+xml', icon ?? ''))],
  ])
  const { titleOf = () => null, now = Date.now } = options
  return {
    paths: [...resources.keys(), GREETINGS],
    answer: (request) => {
      if (request.path === GREETINGS) {
        const text = greetingsNow(company, titleOf, now())
        return negotiate(makeVariants(file('application/json', text, MOMENT_HEADERS)), request)
      }
      const resource = resources.get(request.path)
      return resource && negotiate(resource, request)
    },
  }
}

/** A file name that changes with what is in it. */
function lastingName(name: string, text: string): string {
  return `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.js`
}

/** What the widget is told about the company; `src/web/widget/settings.ts` reads it. */
function widgetSettings({ company, titles, privacyUrl }: PagesOptions) {
  const name = company.variables.get('company.name')
  const title = (language: Language) =>
    titles?.[language] ?? (typeof name === 'string' ? name : name?.[language])
  return {
    titles: { zh: title('zh'), en: title('en') },
    privacy: { zh: privacyUrl ?? 'privacy?lang=zh', en: privacyUrl ?? 'privacy?lang=en' },
    look: lookOf(company.branding),
  }
}

/** What of the branding the widget shows; the first questions come from the bot. */
function lookOf({ starters: _starters, ...look }: Branding) {
  return look
}
