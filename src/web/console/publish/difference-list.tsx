/** What differs between two corpora: item by item, line by line. */

import { diffLines } from 'diff'
import type { ItemDifference } from '../../../console/corpus-types.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { ItemLink } from './item-link.tsx'

export interface DifferenceListProps {
  readonly items: readonly ItemDifference[]
  /** What is said where nothing differs. */
  readonly none: string
}

/** Shown at once; a whole corpus that is new has thousands. */
const MOST = 200

export function DifferenceList({ items, none }: DifferenceListProps) {
  const { words } = useWords()
  const marks = { added: words.pbAdded, changed: words.pbChanged, removed: words.pbRemoved }
  if (items.length === 0) return <p className="note">{none}</p>
  return (
    <>
      <ul className="pb-differences">
        {items.slice(0, MOST).map((item) => (
          <li key={item.key}>
            <details>
              <summary>
                <code>{item.key}</code> <span className={`pb-mark ${item.change}`}>{marks[item.change]}</span>
              </summary>
              <ItemLink itemKey={item.key} />
              <Lines before={item.before ?? ''} after={item.after ?? ''} />
            </details>
          </li>
        ))}
      </ul>
      {items.length > MOST && <p className="note">{fill(words.pbMore, { count: items.length - MOST })}</p>}
    </>
  )
}

/** Equal lines around a change that are shown. */
const AROUND = 2

function Lines({ before, after }: { readonly before: string; readonly after: string }) {
  const { words } = useWords()
  const parts = diffLines(before, after)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className="pb-lines" tabIndex={0}>
      {parts.map((part, at) => {
        const lines = part.value.replace(/\n$/, '').split('\n')
        if (!part.added && !part.removed) {
          const shown = around(lines, at > 0, at < parts.length - 1)
          return shown.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no state of their own
            <span key={`${at} ${index}`}>
              {line === null ? '…' : `  ${line}`}
              {'\n'}
            </span>
          ))
        }
        const Tag = part.added ? 'ins' : 'del'
        return lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no state of their own
          <Tag key={`${at} ${index}`}>
            <span className="unseen">{part.added ? words.pbLineAdded : words.pbLineRemoved} </span>
            {part.added ? '+ ' : '− '}
            {line}
            {'\n'}
          </Tag>
        ))
      })}
    </pre>
  )
}

/** Of equal lines those beside a change; null stands for what is left out. */
function around(lines: readonly string[], after: boolean, before: boolean): (string | null)[] {
  const head = after ? lines.slice(0, AROUND) : []
  const tail = before ? lines.slice(Math.max(head.length, lines.length - AROUND)) : []
  return head.length + tail.length >= lines.length ? [...head, ...tail] : [...head, null, ...tail]
}
