/** Two leads have changed the same item: both texts side by side, and what they come to together. */

import { Button } from 'antd'
import type { ItemContent } from '../../../console/corpus-types.ts'
import { Dialog } from '../../staff/dialog.tsx'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { type FieldName, fieldsOf, merged } from './merge.ts'
import type { Conflict } from './use-item.ts'

export interface ConflictViewProps {
  readonly conflict: Conflict
  readonly base: ItemContent | null
  readonly mine: ItemContent
  resolve(content: ItemContent): void
  /** Gives up what was written here. */
  takeTheirs(): void
}

export function ConflictView({ conflict: { theirs }, base, mine, resolve, takeTheirs }: ConflictViewProps) {
  const { words } = useWords()
  const other = theirs?.content ?? null
  const both = other === null ? mine : merged(base ?? mine, mine, other)
  const rows = fieldsOf(mine).map(([name, text], at) => ({
    name,
    mine: text,
    theirs: other === null ? '' : (fieldsOf(other)[at]?.[1] ?? ''),
    both: fieldsOf(both)[at]?.[1] ?? '',
  }))
  const different = rows.filter((row) => row.mine !== row.theirs).map(withoutShared)
  return (
    <Dialog
      title={fill(words.coConflict, { name: theirs?.updatedBy ?? words.coSomebody })}
      close={() => resolve(both)}
      actions={
        <>
          <Button onClick={takeTheirs}>{words.coTakeTheirs}</Button>
          <Button onClick={() => resolve(mine)}>{words.coTakeMine}</Button>
          <Button type="primary" onClick={() => resolve(both)}>
            {words.coTakeMerged}
          </Button>
        </>
      }
    >
      <p className="note">{other === null ? words.coGone : words.coConflictAbout}</p>
      {different.map((row) => (
        <section key={row.name} className="co-conflict" aria-label={words[row.name]}>
          <h3>{words[row.name]}</h3>
          <div className="co-thirds">
            {(['mine', 'theirs', 'both'] as const).map((side) => (
              <div key={side}>
                <h4>{{ mine: words.coMine, theirs: words.coTheirs, both: words.coMerged }[side]}</h4>
                <pre>{row[side]}</pre>
              </div>
            ))}
          </div>
        </section>
      ))}
    </Dialog>
  )
}

interface Row {
  readonly name: FieldName
  readonly mine: string
  readonly theirs: string
  readonly both: string
}

/** Of long texts only the lines that are not the same everywhere; `…` stands for the others. */
function withoutShared(row: Row): Row {
  const sides = [row.mine, row.theirs, row.both].map((text) => text.split('\n'))
  const [mine = [], theirs = [], both = []] = sides
  if (mine.length < SHORT) return row
  const isShared = (line: string) => sides.every((lines) => lines.includes(line))
  const short = (lines: readonly string[]) =>
    lines
      .map((line) => (isShared(line) ? '…' : line))
      .filter((line, at, all) => line !== '…' || all[at - 1] !== '…')
      .join('\n')
  return { name: row.name, mine: short(mine), theirs: short(theirs), both: short(both) }
}

/** Texts of fewer lines are shown whole. */
const SHORT = 8
