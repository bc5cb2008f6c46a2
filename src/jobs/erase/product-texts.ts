/** Texts that say nothing about anybody because they are the product's own: a scan does not take them for somebody's. */

import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Store } from '../../conversations/store.ts'

/**
 * Reads the folders of the corpus and of the company, and the names of the people who work here.
 * @returns whether a text stands in one of them
 */
export async function productTexts(
  store: Pick<Store, 'db'>,
  folders: readonly string[],
): Promise<(text: string) => boolean> {
  const accounts = await store.db.selectFrom('accounts').select(['name', 'display_name']).execute()
  const texts = accounts.map(({ name, display_name }) => `${name}\n${display_name}`)
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile() && /\.ya?ml$/.test(entry.name))
        texts.push(await readFile(path.join(entry.parentPath, entry.name), 'utf8'))
  }
  const all = texts.join('\n')
  return (text) => all.includes(text)
}
