/** Names live entries that are not answered because the company no longer has what they quote. */

import { Alert } from 'antd'
import type { DraftAnswer } from '../../../console/corpus-types.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { ItemLink } from './item-link.tsx'

/** Shown at once. */
const MOST = 8

export function LeftOut({ draft: { problems, changes } }: { readonly draft: DraftAnswer }) {
  const { words } = useWords()
  // What the draft changes is told of when it is checked.
  const changed = new Set(changes.map(({ key }) => key))
  const keys = new Set(
    problems.flatMap(({ key, code }) =>
      code === 'variable_unknown' && key?.startsWith('entry:') && !changed.has(key) ? [key] : [],
    ),
  )
  if (keys.size === 0) return null
  return (
    <Alert
      role="none"
      type="error"
      showIcon
      title={fill(words.pbLeftOut, { count: keys.size })}
      description={
        <span className="filters">
          {[...keys].slice(0, MOST).map((key) => (
            <ItemLink key={key} itemKey={key} />
          ))}
        </span>
      }
    />
  )
}
