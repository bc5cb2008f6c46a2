/** Fills the demo and privacy pages with words and the company's figures; everything filled in is escaped. */

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Company } from '../company/load.ts'
import { fillVariables, type Language, variablesIn } from '../company/variables.ts'
import { LiukeError } from '../errors.ts'

const DEMO = path.join(import.meta.dirname, '..', 'web', 'demo')

const bilingual = z.strictObject({ zh: z.string(), en: z.string() })
const textsFile = z.record(z.string(), z.record(z.string(), bilingual))

/** Words by `group.name`, in both languages. */
export type Texts = ReadonlyMap<string, z.output<typeof bilingual>>

/** Reads the words of all pages. */
export async function loadTexts(): Promise<Texts> {
  const groups = textsFile.parse(parse(await readFile(path.join(DEMO, 'texts.yaml'), 'utf8')))
  const named = Object.entries(groups).flatMap(([group, texts]) =>
    Object.entries(texts).map(([name, text]) => [`${group}.${name}`, text] as const),
  )
  return new Map(named)
}

/** Reads the source of one page or picture. */
export function loadSource(name: string): Promise<string> {
  return readFile(path.join(DEMO, name), 'utf8')
}

/** Makes text safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character)
}

/**
 * Puts the page's words, `{{group.name}}`, in; holes for the company's figures stay.
 * @throws LiukeError `page_text_missing`
 */
export function withWords(source: string, language: Language, texts: Texts): string {
  return source.replace(/\{\{([a-z_]+\.[a-z0-9_]+)\}\}/g, (_, name: string) => {
    const text = texts.get(name)
    if (text) return escapeHtml(text[language])
    throw new LiukeError('page_text_missing', `The pages have no text ${name}.`, 'Add it to demo/texts.yaml.')
  })
}

/** A page without the lines that link to the demo inbox. */
export function withoutInbox(source: string): string {
  return source.replace(/^.*href="demo\/inbox.*\n/gm, '')
}

/** Whether the company's tables have everything the page quotes: a company of one's own may not. */
export function canRender(source: string, company: Company, texts: Texts): boolean {
  const words = withWords(source, 'zh', texts) + withWords(source, 'en', texts)
  return variablesIn(words).every((name) => company.variables.has(name))
}

/**
 * One page in one language.
 * @throws LiukeError `page_text_missing`, `unknown_variable`
 */
export function renderPage(source: string, language: Language, company: Company, texts: Texts): string {
  const escaped = new Map(
    [...company.variables].map(([name, value]) => [
      name,
      typeof value === 'string' ? escapeHtml(value) : { zh: escapeHtml(value.zh), en: escapeHtml(value.en) },
    ]),
  )
  return fillVariables(withWords(source, language, texts), language, { ...company, variables: escaped })
}
