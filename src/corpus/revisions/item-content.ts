/** Reads items as the forms leads fill in, and writes forms as YAML. */

import { Document, isCollection, isMap, parse, visit, type YAMLMap } from 'yaml'
import { z } from 'zod'
import type { EntryContent, Item, ItemContent, TestContent, WordingContent } from './types.ts'

const line = z.string()
const lines = z.array(line)
const bilingual = z.strictObject({ zh: line, en: line })
const said = z.union([line.transform((one) => [one]), lines])
const variants = z.strictObject({ zh: said, en: said })

const entryForm = z.strictObject({
  id: line,
  kind: z.enum(['faq', 'dialog', 'small-talk']),
  dialog: line.optional(),
  title: bilingual,
  related: lines.default([]),
  tags: lines.default([]),
  valid: z.strictObject({ from: line.optional(), until: line.optional() }).optional(),
  phrases: z.strictObject({ zh: lines, en: lines }),
  answer: variants,
})
const testForm = z.strictObject({
  entry: line,
  zh: lines.default([]),
  en: lines.default([]),
  mixed: lines.default([]),
})
const wordingForm = z.record(line, variants)

/** The form of an item; null where it holds something no form has: a wrong type, a field that does not exist. */
export function contentOf({ kind, source }: Pick<Item, 'kind' | 'source'>): ItemContent | null {
  if (kind === 'file') return { kind, text: source }
  const value = valueOfYaml(source)
  if (kind === 'wording') {
    const read = wordingForm.safeParse(value)
    const [pair, ...others] = read.success ? Object.entries(read.data) : []
    if (pair === undefined || others.length > 0) return null
    const [key, { zh, en }] = pair
    return { kind, wording: { key, zh: zh.map(trimmed), en: en.map(trimmed) } }
  }
  if (!Array.isArray(value) || value.length !== 1) return null
  if (kind === 'test') {
    const read = testForm.safeParse(value[0])
    return read.success ? { kind, test: read.data } : null
  }
  const read = entryForm.safeParse(value[0])
  return read.success ? { kind, entry: entryOf(read.data) } : null
}

function entryOf(read: z.output<typeof entryForm>): EntryContent {
  const { id, kind, dialog, title, related, tags, valid, phrases, answer } = read
  return {
    id,
    kind,
    ...(dialog !== undefined && { dialog }),
    title,
    related,
    tags,
    ...(valid !== undefined && {
      valid: { ...(valid.from && { from: valid.from }), ...(valid.until && { until: valid.until }) },
    }),
    phrases,
    answer: { zh: answer.zh.map(trimmed), en: answer.en.map(trimmed) },
  }
}

/** Block texts end with a line end that nobody wrote. */
function trimmed(text: string): string {
  return text.trim()
}

function valueOfYaml(source: string): unknown {
  try {
    // Aliases are never resolved: few of them can stand for very much.
    return parse(source, { schema: 'core', maxAliasCount: 0, prettyErrors: false })
  } catch {
    return undefined // broken YAML has no form
  }
}

/** The key of an item with this content. */
export function keyOfContent(content: ItemContent, file: string): string {
  switch (content.kind) {
    case 'entry':
      return `entry:${content.entry.id}`
    case 'wording':
      return `wording:${content.wording.key}`
    case 'test':
      return `test:${file}#${content.test.entry}`
    case 'file':
      return `file:${file}`
  }
}

/** Comments and blank lines above an item, and blank lines below it. */
const ABOVE = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*/
const BELOW = /\n((?:[ \t]*\r?\n)*)$/

/**
 * The YAML of a form, the same for the same form.
 * @param before YAML the item had: comments above it and blank lines below it are kept
 */
export function sourceOf(content: ItemContent, before = ''): string {
  if (content.kind === 'file') return content.text
  const above = ABOVE.exec(before)?.[0] ?? ''
  const below = above.length === before.length ? '' : (BELOW.exec(before)?.[1] ?? '')
  return `${above}${yamlOf(content)}${below}`
}

function yamlOf(content: Exclude<ItemContent, { kind: 'file' }>): string {
  switch (content.kind) {
    case 'entry':
      return written([entryYaml(content.entry)], ['title', 'related', 'tags', 'valid'])
    case 'test':
      return written([testYaml(content.test)], [])
    case 'wording':
      return written(wordingYaml(content.wording), [])
  }
}

function entryYaml({ id, kind, dialog, title, related, tags, valid, phrases, answer }: EntryContent): object {
  return {
    id,
    kind,
    ...(dialog !== undefined && { dialog }),
    title: { zh: title.zh, en: title.en },
    ...(related.length > 0 && { related }),
    ...(tags.length > 0 && { tags }),
    ...(valid !== undefined && Object.keys(valid).length > 0 && { valid }),
    phrases: { zh: phrases.zh, en: phrases.en },
    answer: { zh: oneOrMany(answer.zh), en: oneOrMany(answer.en) },
  }
}

function testYaml({ entry, zh, en, mixed }: TestContent): object {
  return {
    entry,
    ...(zh.length > 0 && { zh }),
    ...(en.length > 0 && { en }),
    ...(mixed.length > 0 && { mixed }),
  }
}

function wordingYaml({ key, zh, en }: WordingContent): object {
  // A field of its own even for names JavaScript knows.
  return Object.fromEntries([[key, { zh: oneOrMany(zh), en: oneOrMany(en) }]])
}

function oneOrMany(texts: readonly string[]): string | readonly string[] {
  const [only = '', ...others] = texts.map(trimmed)
  return others.length === 0 ? only : [only, ...others]
}

/** @param onOneLine fields of the first item that are written in braces or brackets */
function written(value: object, onOneLine: readonly string[]): string {
  const document = new Document(value, { schema: 'core' })
  const root = Array.isArray(value) ? document.get(0, true) : null
  if (isMap(root)) for (const name of onOneLine) flowed(root, name)
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

function flowed(map: YAMLMap, name: string): void {
  const node = map.get(name, true)
  if (!isCollection(node)) return
  node.flow = true
  // A plain text of several lines would not be read as it was written between braces.
  visit(node, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && scalar.value.includes('\n')) scalar.type = 'QUOTE_DOUBLE'
    },
  })
}
