/** The filters of the inbox: the state, one's own, and behind a button the rest; what is set stands below. */

import { CloseOutlined, FilterOutlined } from '@ant-design/icons'
import { Button, Checkbox } from 'antd'
import { useId, useState } from 'react'
import { Select } from '../staff/select.tsx'
import { fill } from '../widget/strings.ts'
import { useCalendar, useNow, useWords } from './desk-context.ts'
import { chosenIn, type Filters, INBOX_STATES, NO_FILTERS } from './inbox-filters.ts'
import { type FilterNames, filterWords, stateWords } from './inbox-words.ts'
import { channelWords } from './wording.ts'

export interface InboxFilterBarProps {
  readonly filters: Filters
  readonly names: FilterNames
  set(change: Partial<Filters>): void
}

const CHANNELS = ['directline', 'msteams', 'wechat'] as const

export function InboxFilterBar({ filters, names, set }: InboxFilterBarProps) {
  const { words } = useWords()
  const calendar = useCalendar()
  const now = useNow()
  const [open, setOpen] = useState(false)
  const id = useId()
  const chosen = chosenIn(filters)
  const state = INBOX_STATES.map((value) => ({ value, title: stateWords(value, words) }))
  return (
    <>
      <div className="inbox-filters">
        <Select
          label={words.filterState}
          value={filters.state}
          options={[{ value: '', title: words.filterAnyState }, ...state]}
          choose={(value) => set({ state: INBOX_STATES.find((one) => one === value) ?? '' })}
        />
        <Checkbox checked={filters.mine} onChange={(event) => set({ mine: event.target.checked })}>
          {words.filterOwn}
        </Checkbox>
        <Button
          size="small"
          icon={<FilterOutlined aria-hidden />}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {chosen.length === 0 ? words.filters : fill(words.filtersCount, { count: chosen.length })}
        </Button>
      </div>
      {chosen.length > 0 && (
        <ul className="chosen-filters">
          {chosen.map((name) => {
            const filter = filterWords(name, filters, names, words, { calendar, now })
            return (
              <li key={name}>
                <button
                  type="button"
                  aria-label={fill(words.filterRemove, { filter })}
                  onClick={() => set({ [name]: '' })}
                >
                  <bdi>{filter}</bdi> <CloseOutlined aria-hidden />
                </button>
              </li>
            )
          })}
          <li>
            <Button
              type="link"
              size="small"
              onClick={() => set({ ...NO_FILTERS, words: filters.words, account: filters.account })}
            >
              {words.filtersClear}
            </Button>
          </li>
        </ul>
      )}
      <div id={id} hidden={!open}>
        {open && <MoreFilters filters={filters} names={names} set={set} />}
      </div>
    </>
  )
}

function MoreFilters({ filters, names, set }: InboxFilterBarProps) {
  const { words, language } = useWords()
  const id = useId()
  const select = (
    name: 'agent' | 'channel' | 'queue' | 'tag',
    label: string,
    options: readonly { readonly value: string; readonly title: string }[],
  ) => {
    const value = filters[name]
    const isKnown = value === '' || options.some((option) => option.value === value)
    return (
      <Select
        label={label}
        value={value}
        options={[
          { value: '', title: words.filterAny },
          ...options,
          // An address may name what is gone by now.
          ...(isKnown ? [] : [{ value, title: value }]),
        ]}
        choose={(next) => set({ [name]: next })}
      />
    )
  }
  const day = (name: 'from' | 'to', label: string) => (
    <span className="select">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`}
        type="date"
        value={filters[name]}
        {...(name === 'from' ? { max: filters.to } : { min: filters.from })}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </span>
  )
  return (
    <div className="more-filters">
      {select(
        'agent',
        words.filterAgent,
        [...names.agents].map(([value, title]) => ({ value, title })),
      )}
      {select(
        'channel',
        words.filterChannel,
        CHANNELS.map((value) => ({ value, title: channelWords(value, words) })),
      )}
      {select(
        'queue',
        words.filterQueue,
        names.queues.map((queue) => ({ value: queue.id, title: queue.name[language] })),
      )}
      {select(
        'tag',
        words.filterTag,
        (names.tags ?? []).map((tag) => ({ value: tag.id, title: tag.name[language] })),
      )}
      <Select
        label={words.filterLanguage}
        value={filters.language}
        options={[
          { value: '', title: words.filterAny },
          { value: 'zh', title: words.chinese },
          { value: 'en', title: words.english },
        ]}
        choose={(value) => set({ language: value === 'zh' || value === 'en' ? value : '' })}
      />
      {day('from', words.filterFrom)}
      {day('to', words.filterTo)}
    </div>
  )
}
