/** How a page sets the widget up: attributes of the script tag or of the element, and what the server adds. */

import { type Palette, paletteOf } from './colors.ts'
import { chooseLanguage, type Language } from './strings.ts'

/** What the server writes in front of the script: names that belong to the company, not to the page. */
export interface ServerSettings {
  readonly titles: { readonly [language in Language]?: string }
  /** Addresses of the privacy notice, relative to the server. */
  readonly privacy: Readonly<Record<Language, string>>
  /** Address of the part that draws cards, relative to the server. */
  readonly cards: string
  readonly look: Look
  /** Addresses of the part that says something of its own accord, and of what it says; absent where nothing is. */
  readonly greeting?: { readonly part: string; readonly rules: string }
}

/** How the company wants its chat to look. */
export interface Look {
  readonly name?: Readonly<Record<Language, string>>
  readonly color?: { readonly light: string; readonly dark: string }
  /** One or two characters in the assistant's face. */
  readonly logo?: string
  readonly position: 'left' | 'right'
  /** Stands on the button. */
  readonly launcher?: Readonly<Record<Language, string>>
}

/** The colours of the company: for text on the dark panel its own tone. */
export function lookPalette({ color }: Look): Palette | undefined {
  const palette = paletteOf(color?.light)
  return palette && color ? { ...palette, dark: color.dark } : palette
}

export interface Settings {
  readonly language: Language
  /** Heads the panel; absent where the server's own title stands. */
  readonly title?: string
  readonly open: boolean
  readonly palette?: Palette
  /** Where tokens come from, as written on the page. */
  readonly tokenUrl?: string
  readonly token?: string
}

/** Attributes a script tag hands on to the element. */
export const attributeNames = ['lang', 'title', 'open', 'token', 'token-url', 'color'] as const

type Name = (typeof attributeNames)[number]

/**
 * Reads the settings.
 * @param read value of an attribute, null when it is missing
 * @param pageLanguage `lang` of the page
 * @param browserLanguages in the reader's order
 */
export function readSettings(
  read: (name: Name) => string | null,
  pageLanguage: string,
  browserLanguages: readonly string[],
): Settings {
  const title = read('title')?.trim()
  const open = read('open')
  const palette = paletteOf(read('color'))
  const token = read('token')
  const tokenUrl = read('token-url')
  return {
    language: chooseLanguage([read('lang'), pageLanguage, ...browserLanguages]),
    open: open !== null && open !== 'false',
    ...(title && { title }),
    ...(palette && { palette }),
    ...(token && { token }),
    ...(tokenUrl && { tokenUrl }),
  }
}
