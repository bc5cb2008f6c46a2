/** What an agent can choose for a browser: language, appearance, shortcuts, alerts. */

import { chooseLanguage, type Language } from '../widget/strings.ts'

export type Appearance = 'auto' | 'light' | 'dark'

/** Choices of one browser. */
export interface Preferences {
  readonly language: Language
  readonly appearance: Appearance
  /** Whether single letters are shortcuts. */
  readonly letters: boolean
  /** Whether the desk may be heard. */
  readonly sound: boolean
  /** Whether the desk tells through the browser what happens while nobody looks. */
  readonly notify: boolean
}

/** Reads the stored choices; what is missing or unreadable is as the browser is set. */
export function readPreferences(json: string | null, browserLanguages: readonly string[]): Preferences {
  let value: unknown
  try {
    value = JSON.parse(json ?? '{}')
  } catch {
    value = {} // not written by us
  }
  const stored: Readonly<Record<string, unknown>> = { ...(typeof value === 'object' ? value : {}) }
  const { language, appearance, letters, sound, notify } = stored
  return {
    language: language === 'zh' || language === 'en' ? language : chooseLanguage(browserLanguages),
    appearance: appearance === 'light' || appearance === 'dark' ? appearance : 'auto',
    letters: letters !== false,
    sound: sound !== false,
    notify: notify === true,
  }
}
