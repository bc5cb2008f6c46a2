/** The people who work here. */

import { PlusOutlined } from '@ant-design/icons'
import { Alert, Button, Empty, Input, Skeleton } from 'antd'
import { useEffect, useId, useState } from 'react'
import type { AccountItem, AccountsAnswer } from '../../console/staff-accounts-types.ts'
import { Choice } from '../staff/choice.tsx'
import { stampWords } from '../staff/stamps.ts'
import { useAttempt } from '../staff/use-attempt.ts'
import { roleWords } from '../staff/wording.ts'
import { fill } from '../widget/strings.ts'
import { AccountAdd } from './account-add.tsx'
import { AccountMarks } from './account-marks.tsx'
import { AccountPanel } from './account-panel.tsx'
import { accountsCalls } from './accounts-api.ts'
import { useConsole, useWords } from './console-context.ts'

type Shown = 'active' | 'disabled' | 'all'

/** Those a search finds: by name or display name, in any case and width. */
export function found(accounts: readonly AccountItem[], search: string, shown: Shown): AccountItem[] {
  const fold = (text: string) => text.normalize('NFKC').toLowerCase().trim()
  const wanted = fold(search)
  return accounts.filter(
    ({ name, displayName, disabled }) =>
      (shown === 'all' || disabled === (shown === 'disabled')) &&
      (fold(name).includes(wanted) || fold(displayName).includes(wanted)),
  )
}

export function AccountsPage() {
  const { words, language } = useWords()
  const { calls } = useConsole()
  const [api] = useState(() => accountsCalls(calls))
  const [answer, setAnswer] = useState<AccountsAnswer>()
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState<Shown>('active')
  const [open, setOpen] = useState<string>()
  const [adding, setAdding] = useState(false)
  const { problem, run } = useAttempt()
  const field = useId()
  const load = () => void run(async () => setAnswer(await api.list()))
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(load, [])
  const people = found(answer?.accounts ?? [], search, shown)
  const account = answer?.accounts.find(({ name }) => name === open)
  const timeZone = answer?.timeZone ?? 'UTC'
  return (
    <article className="page" aria-busy={!answer}>
      <header className="page-head">
        <h2>{words.accounts}</h2>
        <p>
          {words.accountsAbout}
          {answer?.secondFactorRequired && ` ${words.accountsFactorRequired}`}
        </p>
      </header>
      <div role="alert">
        {problem !== '' && (
          <Alert
            role="none"
            type="error"
            showIcon
            title={problem}
            action={
              <Button size="small" onClick={load}>
                {words.tryAgain}
              </Button>
            }
          />
        )}
      </div>
      <div className="filters">
        <span className="search">
          <label className="unseen" htmlFor={field}>
            {words.accountSearch}
          </label>
          <Input
            id={field}
            value={search}
            placeholder={words.accountSearch}
            onChange={(event) => setSearch(event.target.value)}
          />
        </span>
        <Choice
          label={words.accountsShown}
          value={shown}
          values={{ active: words.accountsActive, disabled: words.accountsDisabled, all: words.total }}
          choose={setShown}
        />
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
          {words.accountAdd}
        </Button>
      </div>
      {!answer && problem === '' && <Skeleton active paragraph={{ rows: 6 }} />}
      {answer && people.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={words.accountsNone} />
      )}
      <ul className="people" aria-label={words.accounts}>
        {people.map((person) => (
          <li key={person.name} className="card">
            <div className="who">
              <h3>
                {person.displayName} <span className="note">{person.name}</span>
              </h3>
              <p className="note">
                {roleWords(person.role, words)} ·{' '}
                {person.languages
                  .map((one) => (one === 'zh' ? words.chinese : words.english))
                  .join(language === 'zh' ? '、' : ', ')}{' '}
                ·{' '}
                {person.lastSeen === null
                  ? words.accountNeverSeen
                  : fill(words.accountSeen, { time: stampWords(person.lastSeen, language, timeZone) })}
              </p>
            </div>
            <AccountMarks account={person} timeZone={timeZone} />
            <Button
              aria-haspopup="dialog"
              aria-label={fill(words.accountOpenOf, { name: person.displayName })}
              onClick={() => setOpen(person.name)}
            >
              {words.accountOpen}
            </Button>
          </li>
        ))}
      </ul>
      {account && (
        <AccountPanel
          key={account.name}
          account={account}
          api={api}
          timeZone={timeZone}
          changed={load}
          close={() => setOpen(undefined)}
        />
      )}
      {adding && <AccountAdd api={api} added={load} close={() => setAdding(false)} />}
    </article>
  )
}
