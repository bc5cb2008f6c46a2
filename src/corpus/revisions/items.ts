/** Cuts the files of a corpus into items and joins them again, byte for byte. */

import { createHash } from 'node:crypto'
import { type Document, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml'
import type { CorpusFile, Item, ItemDifference, ItemKind } from './types.ts'

/** Files that are edited whole, though they stand in a folder of lists. */
const WHOLE: ReadonlySet<string> = new Set(['tests/handoff.yaml', 'tests/out-of-scope.yaml'])

/** What a folder's files are lists or maps of. */
const FOLDERS: readonly (readonly [RegExp, Exclude<ItemKind, 'file'>])[] = [
  [/^faq\/.*\.ya?ml$/, 'entry'],
  [/^phrases\/.*\.ya?ml$/, 'wording'],
  [/^tests\/.*\.ya?ml$/, 'test'],
]

/** Name of a file's head, which stands before its first item. */
const HEAD = '#head'

/** Whether an item is what stands above the first of a file: comments. */
export function isHead({ key }: Item): boolean {
  return key.endsWith(HEAD)
}

/**
 * The items of all files, in the order of the files. A file that is not written as a plain list or map with a name for
 * each item is one item, and so is what stands above the first.
 */
export function itemsOf(files: readonly CorpusFile[]): Item[] {
  const taken = new Set<string>()
  return files.flatMap((file) => {
    const kind = WHOLE.has(file.path) ? undefined : FOLDERS.find(([place]) => place.test(file.path))?.[1]
    const items = kind === undefined ? null : cutOnce(file, kind)
    const keys = new Set(items?.map(({ key }) => key))
    const isPlain = items !== null && keys.size === items.length && items.every(({ key }) => !taken.has(key))
    const found = isPlain ? items : [whole(file)]
    for (const { key } of found) taken.add(key)
    return found
  })
}

function whole({ path, text }: CorpusFile): Item {
  return { key: `file:${path}`, kind: 'file', file: path, source: text }
}

/** How files were cut: most of a corpus is the same from one reading to the next, and parsing is what takes time. */
const cuts = new Map<string, readonly Item[] | null>()
const CUTS_KEPT = 4_000

function cutOnce(file: CorpusFile, kind: Exclude<ItemKind, 'file'>): readonly Item[] | null {
  const id = `${file.path}\n${file.text}`
  const known = cuts.get(id)
  if (known !== undefined) return known
  const items = cut(file, kind)
  if (cuts.size >= CUTS_KEPT) cuts.clear()
  cuts.set(id, items)
  return items
}

/** Null where it cannot be cut. */
function cut({ path, text }: CorpusFile, kind: Exclude<ItemKind, 'file'>): Item[] | null {
  const document = parseDocument(text, {
    keepSourceTokens: true,
    lineCounter: new LineCounter(),
    prettyErrors: false,
    uniqueKeys: false,
    schema: 'core',
  })
  if (document.errors.length > 0 || document.directives?.docStart === true) return null
  const starts = kind === 'wording' ? startsOfMap(document) : startsOfList(document, kind)
  if (starts === null || starts.length === 0) return null
  const begins: { name: string; at: number }[] = []
  for (const { name, at } of starts) {
    const line = text.lastIndexOf('\n', at - 1) + 1
    // Something else stands before it on its line.
    if (text.slice(line, at).trim() !== '') return null
    begins.push({ name, at: aboveComments(text, line, begins.at(-1)?.at ?? 0) })
  }
  const items = begins.map(({ name, at }, index): Item => {
    const end = begins[index + 1]?.at ?? text.length
    const key = kind === 'test' ? `test:${path}#${name}` : `${kind}:${name}`
    return { key, kind, file: path, source: text.slice(at, end) }
  })
  const head = text.slice(0, begins[0]?.at ?? 0)
  return head === ''
    ? items
    : [{ key: `file:${path}${HEAD}`, kind: 'file', file: path, source: head }, ...items]
}

interface Start {
  readonly name: string
  /** Where it begins in the text: its dash, or its name. */
  readonly at: number
}

function startsOfList(document: Document.Parsed, kind: 'entry' | 'test'): Start[] | null {
  const list = document.contents
  if (!isSeq(list) || list.flow === true || list.srcToken?.type !== 'block-seq') return null
  const tokens = list.srcToken.items
  if (tokens.length !== list.items.length) return null
  const starts: Start[] = []
  for (const [index, item] of list.items.entries()) {
    const dash = tokens[index]?.start.find(({ type }) => type === 'seq-item-ind')
    const name = isMap(item) ? item.get(kind === 'entry' ? 'id' : 'entry') : undefined
    if (dash === undefined || typeof name !== 'string') return null
    starts.push({ name, at: dash.offset })
  }
  return starts
}

function startsOfMap(document: Document.Parsed): Start[] | null {
  const map = document.contents
  if (!isMap(map) || map.flow === true || map.srcToken?.type !== 'block-map') return null
  const starts: Start[] = []
  for (const { key } of map.items) {
    const name: ParsedNode | null = key
    if (!isScalar(name) || typeof name.value !== 'string' || name.range == null) return null
    starts.push({ name: name.value, at: name.range[0] })
  }
  return starts
}

/** Where the comments begin that stand directly above a line; never before `from`. */
function aboveComments(text: string, line: number, from: number): number {
  let at = line
  while (at > from) {
    const above = text.lastIndexOf('\n', at - 2) + 1
    if (above < from || !/^[ \t]*#/.test(text.slice(above, at))) break
    at = above
  }
  return at
}

/** The files that items make, in the order in which files are first met. */
export function filesOf(items: readonly Item[]): CorpusFile[] {
  const texts = new Map<string, string[]>()
  for (const { file, source } of items) {
    const parts = texts.get(file)
    if (parts) parts.push(source)
    else texts.set(file, [source])
  }
  return [...texts].map(([path, parts]) => ({ path, text: parts.join('') }))
}

/** SHA-256, in hex, over all files, in whatever order they are given. */
export function contentHashOf(files: readonly CorpusFile[]): string {
  const sorted = files.map(({ path, text }) => [path, text]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex')
}

/** SHA-256, in hex, of the YAML of an item. */
export function sourceHashOf(source: string): string {
  return createHash('sha256').update(source).digest('hex')
}

/** Items that one side has and the other has not, or has otherwise: those of `after` in their order, then what is gone. */
export function differencesOf(before: readonly Item[], after: readonly Item[]): ItemDifference[] {
  const was = new Map(before.map((item) => [item.key, item]))
  const is = new Set(after.map(({ key }) => key))
  const changed = after.flatMap((item): ItemDifference[] => {
    const old = was.get(item.key)
    if (old?.source === item.source) return []
    const { key, kind, file, source } = item
    return [
      { key, kind, file, change: old ? 'changed' : 'added', before: old?.source ?? null, after: source },
    ]
  })
  const gone = before
    .filter(({ key }) => !is.has(key))
    .map(({ key, kind, file, source }): ItemDifference => {
      return { key, kind, file, change: 'removed', before: source, after: null }
    })
  return [...changed, ...gone]
}
