/** Leads from an item of the corpus to its editor. */

import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { itemHref } from '../route.ts'

/** @param itemKey such as `entry:bill.view`, which is called `bill.view` here */
export function ItemLink({ itemKey }: { readonly itemKey: string }) {
  const { words } = useWords()
  const name = itemKey.slice(itemKey.indexOf(':') + 1)
  return <a href={itemHref(itemKey)}>{fill(words.pbOpenItem, { name })}</a>
}
