/** Reads what a browser calls itself, as far as people recognise their own by it. */

/** A browser and what it runs on; null for what is not known. */
export interface BrowserName {
  /** `Chrome 131`. */
  readonly browser: string | null
  /** `Windows`. */
  readonly system: string | null
}

/** In this order: most browsers also call themselves by the name of an older one. */
const BROWSERS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['WeChat', /MicroMessenger\/(\d+)/],
  ['Edge', /Edg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|HeadlessChrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari\//],
]

const SYSTEMS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['ChromeOS', /CrOS/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux|X11/],
]

/** @param agent the header `User-Agent` */
export function browserName(agent: string): BrowserName {
  for (const [name, pattern] of BROWSERS) {
    const version = pattern.exec(agent)?.[1]
    if (version !== undefined) return { browser: `${name} ${version}`, system: systemOf(agent) }
  }
  return { browser: null, system: systemOf(agent) }
}

function systemOf(agent: string): string | null {
  return SYSTEMS.find(([, pattern]) => pattern.test(agent))?.[0] ?? null
}
