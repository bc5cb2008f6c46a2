/** What is known about the company, as plain data. */

import type { Place, Problem } from './problems.ts'

/** The two languages everything is written in. */
export type Language = 'zh' | 'en'

/** Text side by side in both languages. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/** What a company says about its chat. Everything may be left out. */
export interface Branding {
  /** What the assistant is called. */
  readonly name?: Bilingual
  /** `light` is the colour of the button and of text on white; `dark` of text on the dark panel. */
  readonly color?: { readonly light: string; readonly dark: string }
  /** One or two characters that stand for the assistant. */
  readonly logo?: string
  readonly position: 'left' | 'right'
  /** Stands beside the sign on the button. */
  readonly launcher?: Bilingual
  /** Ids of the entries offered at the beginning, at most four. */
  readonly starters: { readonly zh: readonly string[]; readonly en: readonly string[] }
}

/** An entry that a file of the company names, for the corpus to look up. */
export interface NamedEntry {
  readonly id: string
  readonly place: Place
}

/** One greeting: where, when and for whom, and what it says. */
export interface Greeting {
  /** Stable: a browser remembers by it that it was shown. */
  readonly id: string
  /** Paths of pages, `*` for any signs: `/plans*`. Everywhere when empty. */
  readonly pages: readonly string[]
  /** What has to happen first, whichever comes first; at least one of them. */
  readonly after: {
    /** Seconds on the page. */
    readonly seconds?: number
    /** Seconds without a movement, a key or a touch. */
    readonly idle?: number
    /** How far down the page, in percent. */
    readonly scroll?: number
  }
  /** When people answer, when they do not, or a span of the day where the company is, in minutes. */
  readonly hours?: 'open' | 'closed' | { readonly from: number; readonly to: number }
  /** Only for readers of one language. */
  readonly language?: 'zh' | 'en'
  readonly text: Bilingual
  /** Ids of entries, asked by one tap. */
  readonly starters: readonly string[]
  /** Days for which whoever has seen it does not see it again. */
  readonly days: number
}

/** What is known about the company. */
export interface Company {
  /**
   * Values by dotted name (`plan.basic.price`). Numbers stand as they are written in the file;
   * lists and yes-or-no values cannot be quoted and are not here.
   */
  readonly variables: ReadonlyMap<string, string | Bilingual>
  /** IANA name, from `company.time_zone`; UTC when that is missing or unknown, which is a problem. */
  readonly timeZone: string
  /** How its chat looks and begins. */
  readonly branding: Branding
  /** When its chat says something of its own accord. */
  readonly greetings: readonly Greeting[]
  /** Entries of the corpus that branding and greetings name. */
  readonly namedEntries: readonly NamedEntry[]
  /** Everything wrong in the tables, in reading order. */
  readonly problems: readonly Problem[]
}
