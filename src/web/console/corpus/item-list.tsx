/** The list of items: search, filters, marks, and which are chosen for a change of many. */

import { PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox } from 'antd'
import type { ItemSummary, ItemsAnswer } from '../../../console/corpus-types.ts'
import { Select } from '../../staff/select.tsx'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import type { ItemSearch } from './use-items.ts'

/** Items that may be changed at once; the server takes no more. */
export const BULK_MOST = 1_000

export interface ItemListProps {
  readonly search: ItemSearch
  readonly answer: ItemsAnswer | undefined
  readonly busy: boolean
  readonly openKey: string | undefined
  readonly unsaved: readonly string[]
  readonly chosen: ReadonlySet<string>
  readonly mayEdit: boolean
  look(search: ItemSearch): void
  more(): void
  open(key: string): void
  choose(keys: ReadonlySet<string>): void
  /** Chooses all that fit, also those that are not listed. */
  chooseAll(): void
  create(): void
}

export function ItemList(props: ItemListProps) {
  const { search, answer, busy, chosen, mayEdit, look, choose } = props
  const { words } = useWords()
  const items = answer?.items ?? []
  const isAll = items.length > 0 && items.every(({ key }) => chosen.has(key))
  const kinds = {
    '': words.coKinds,
    entry: words.coKindEntry,
    wording: words.coKindWording,
    test: words.coKindTest,
    file: words.coKindFile,
  }
  const states = {
    '': words.coStates,
    changed: words.coStateChanged,
    errors: words.coStateErrors,
    warnings: words.coStateWarnings,
    expired: words.coStateExpired,
    untranslated: words.coStateUntranslated,
  }
  const optionsOf = (titles: Readonly<Record<string, string>>) =>
    Object.entries(titles).map(([value, title]) => ({ value, title }))
  const tags = ['', ...(answer?.tags ?? [])].map((tag) => ({ value: tag, title: tag || words.coTagsAll }))
  return (
    <section className="co-list" aria-label={words.coList} aria-busy={busy}>
      <div className="co-search">
        <input
          type="search"
          value={search.q}
          maxLength={200}
          aria-label={words.coSearch}
          placeholder={words.coSearch}
          onChange={(event) => look({ ...search, q: event.target.value })}
        />
        <Select
          label={words.coKind}
          value={search.kind}
          options={optionsOf(kinds)}
          choose={(kind) => look({ ...search, kind })}
        />
        <Select
          label={words.coState}
          value={search.state}
          options={optionsOf(states)}
          choose={(state) => look({ ...search, state })}
        />
        {tags.length > 1 && (
          <Select
            label={words.coTag}
            value={search.tag}
            options={tags}
            choose={(tag) => look({ ...search, tag })}
          />
        )}
      </div>
      <div className="co-list-head">
        {mayEdit && items.length > 0 && (
          <Checkbox
            checked={isAll}
            indeterminate={!isAll && items.some(({ key }) => chosen.has(key))}
            onChange={() => choose(new Set(isAll ? [] : items.map(({ key }) => key)))}
          >
            {fill(words.coSelectAll, { count: items.length })}
          </Checkbox>
        )}
        <span role="status" className="note">
          {answer && (answer.total === 0 ? words.coNothing : fill(words.coFound, { count: answer.total }))}
        </span>
        {mayEdit && (
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={props.create}>
            {words.coNew}
          </Button>
        )}
      </div>
      {mayEdit && isAll && answer && <AllThatFit {...props} answer={answer} />}
      <ul className="co-items">
        {items.map((item) => (
          <Line key={item.key} {...props} item={item} />
        ))}
      </ul>
      {answer?.next != null && (
        <Button block loading={busy} onClick={props.more}>
          {fill(words.coMore, { count: Math.min(200, answer.total - items.length) })}
        </Button>
      )}
    </section>
  )
}

/** What is listed is chosen: whether that is all there is, and a way to the rest. */
function AllThatFit({ answer, chosen, busy, chooseAll }: ItemListProps & { readonly answer: ItemsAnswer }) {
  const { words } = useWords()
  const { items, total } = answer
  if (items.length >= total) return null
  const most = Math.min(total, BULK_MOST)
  const isChosen = chosen.size >= most
  return (
    <p className="note co-all">
      {fill(isChosen ? words.coAllChosen : words.coShownChosen, { count: chosen.size, total })}{' '}
      {!isChosen && (
        <Button size="small" disabled={busy} onClick={chooseAll}>
          {fill(most < total ? words.coChooseFirst : words.coChooseAll, { count: most })}
        </Button>
      )}
    </p>
  )
}

function Line({
  item,
  openKey,
  unsaved,
  chosen,
  mayEdit,
  open,
  choose,
}: ItemListProps & { readonly item: ItemSummary }) {
  const { words, language } = useWords()
  const { key, title } = item
  const name = key.slice(key.indexOf(':') + 1)
  return (
    <li className={key === openKey ? 'open' : undefined}>
      {mayEdit && (
        <Checkbox
          checked={chosen.has(key)}
          aria-label={fill(words.coSelect, { name })}
          onChange={(event) => {
            const next = new Set(chosen)
            if (event.target.checked) next.add(key)
            else next.delete(key)
            choose(next)
          }}
        />
      )}
      <button
        type="button"
        aria-current={key === openKey ? 'true' : undefined}
        onClick={() => open(key)}
        onKeyDown={(event) => {
          const next = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const
          const step = event.key === 'ArrowDown' || event.key === 'ArrowUp' ? next[event.key] : undefined
          const to = step && event.currentTarget.closest('li')?.[step]?.querySelector('button')
          if (!to) return
          event.preventDefault()
          to.focus()
        }}
      >
        <strong>{title[language] || title[language === 'zh' ? 'en' : 'zh'] || name}</strong>
        <span className="co-key">{name}</span>
        <Marks item={item} isUnsaved={unsaved.includes(key)} />
      </button>
    </li>
  )
}

function Marks({ item, isUnsaved }: { readonly item: ItemSummary; readonly isUnsaved: boolean }) {
  const { words } = useWords()
  const { change, isStale, errors, warnings, validity, tags, open, kind, phrases } = item
  const changes = { added: words.coAdded, changed: words.coChanged, removed: words.coRemoved }
  return (
    <span className="co-marks">
      {isUnsaved && <span className="warn">{words.coUnsavedMark}</span>}
      {change !== null && <span className="changed">{changes[change]}</span>}
      {isStale && <span className="warn">{words.coStale}</span>}
      {errors > 0 && <span className="danger">{fill(words.coErrors, { count: errors })}</span>}
      {warnings > 0 && <span className="warn">{fill(words.coWarnings, { count: warnings })}</span>}
      {validity === 'expired' && <span className="warn">{words.coExpired}</span>}
      {validity === 'coming' && <span className="warn">{words.coComing}</span>}
      {tags.map((tag) => (
        <span key={tag}>#{tag}</span>
      ))}
      {kind === 'entry' && <span>{fill(words.coPhraseCount, phrases)}</span>}
      {open.length > 0 && (
        <span className="changed">
          {fill(words.coOpenBy, { names: open.map(({ account }) => account).join('、') })}
        </span>
      )}
    </span>
  )
}
