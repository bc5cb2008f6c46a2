/** The audit log: looking entries up, saving them, and proving that nobody changed them. */

import { Alert, Button, Empty, Input } from 'antd'
import { type FormEvent, useEffect, useId, useState } from 'react'
import type { AuditItem, AuditVerifyAnswer } from '../../console/staff-accounts-types.ts'
import { stampWords } from '../staff/stamps.ts'
import { useAttempt } from '../staff/use-attempt.ts'
import { fill } from '../widget/strings.ts'
import { type AuditQuery, searchAudit, verifyAudit } from './accounts-api.ts'
import { auditCsv, dayBounds, problemWords } from './audit-words.ts'
import { useConsole, useWords } from './console-context.ts'
import { number } from './figures.ts'

interface Fields {
  readonly actor: string
  readonly action: string
  readonly target: string
  /** `2026-11-22`. */
  readonly from: string
  readonly to: string
}

const EMPTY: Fields = { actor: '', action: '', target: '', from: '', to: '' }
const PAGE = 50
/** Most entries of a file. */
const MOST_SAVED = 10_000

export function AuditPage() {
  const { words, language } = useWords()
  const { calls } = useConsole()
  const [fields, setFields] = useState(EMPTY)
  const [asked, setAsked] = useState<AuditQuery>({})
  const [entries, setEntries] = useState<readonly AuditItem[]>([])
  const [next, setNext] = useState<number | null>(null)
  const [timeZone, setTimeZone] = useState('UTC')
  const [told, setTold] = useState('')
  const { busy, problem, run } = useAttempt()
  const id = useId()

  const search = (query: AuditQuery, before: readonly AuditItem[]) =>
    void run(async () => {
      const answer = await searchAudit(calls, { ...query, limit: PAGE })
      setEntries([...before, ...answer.entries])
      setNext(answer.next)
      setTimeZone(answer.timeZone)
    })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => search({}, []), [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { from, to, ...rest } = fields
    const query = { ...rest, ...dayBounds(from, to, timeZone) }
    setAsked(query)
    setTold('')
    search(query, [])
  }
  const save = () =>
    void run(async () => {
      const all: AuditItem[] = []
      let before: number | null | undefined
      do {
        const answer = await searchAudit(calls, { ...asked, limit: 1_000, ...(before && { before }) })
        all.push(...answer.entries)
        before = answer.next
      } while (before !== null && all.length < MOST_SAVED)
      const saved = all.slice(0, MOST_SAVED)
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob([auditCsv(saved, words)], { type: 'text/csv;charset=utf-8' }))
      link.download = 'liuke-audit.csv'
      link.click()
      URL.revokeObjectURL(link.href)
      const isCut = before !== null
      setTold(fill(isCut ? words.auditSavedCut : words.auditSaved, { count: number(saved.length, language) }))
    })
  const field = (key: keyof Fields, label: string, hint: string, type = 'text') => (
    <div className="field">
      <label htmlFor={`${id}-${key}`}>{label}</label>
      <Input
        id={`${id}-${key}`}
        type={type}
        value={fields[key]}
        placeholder={hint}
        spellCheck={false}
        autoCapitalize="none"
        maxLength={200}
        onChange={(event) => setFields({ ...fields, [key]: event.target.value })}
      />
    </div>
  )
  return (
    <article className="page" aria-busy={busy}>
      <header className="page-head">
        <h2>{words.audit}</h2>
        <p>{words.auditAbout}</p>
      </header>
      <Verify />
      <form className="audit-filter card" onSubmit={submit} aria-label={words.auditFilter}>
        {field('actor', words.auditActor, 'li.mei')}
        {field('action', words.auditAction, 'account.')}
        {field('target', words.auditTarget, 'account:li.mei')}
        {field('from', words.auditFrom, '', 'date')}
        {field('to', words.auditTo, '', 'date')}
        <div className="form-buttons">
          <Button type="primary" htmlType="submit" loading={busy}>
            {words.auditSearch}
          </Button>
          <Button disabled={busy} onClick={save}>
            {words.csv}
          </Button>
          <span role="status">{told}</span>
        </div>
      </form>
      <div role="alert">{problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}</div>
      {entries.length === 0 && !busy && (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={next === null ? words.auditNone : words.auditNoneYet}
        />
      )}
      {entries.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="table-box audit" tabIndex={0} aria-label={words.audit}>
          <table>
            <caption className="unseen">{words.audit}</caption>
            <thead>
              <tr>
                {[words.auditNumber, words.auditTime, words.auditActor, words.auditAction].map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
                <th scope="col">{words.auditTarget}</th>
                <th scope="col">{words.auditDetail}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(({ seq, at, actor, action, target, detail, unreadable }) => (
                <tr key={seq}>
                  <th scope="row">{seq}</th>
                  <td className="nowrap">{stampWords(at, language, timeZone)}</td>
                  <td>{actor}</td>
                  <td>{action}</td>
                  <td>{target}</td>
                  <td className="detail">
                    {unreadable === null
                      ? detail === null || detail === '{}'
                        ? words.none
                        : detail
                      : words[unreadable === 'erased' ? 'auditErased' : 'auditChanged']}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {next !== null && (
        <Button loading={busy} onClick={() => search({ ...asked, before: next }, entries)}>
          {fill(words.auditMore, { number: next })}
        </Button>
      )}
    </article>
  )
}

function Verify() {
  const { words, language } = useWords()
  const { calls } = useConsole()
  const [report, setReport] = useState<AuditVerifyAnswer>()
  const { busy, problem, run } = useAttempt()
  const check = () => void run(async () => setReport(await verifyAudit(calls)))
  return (
    <section className="verify" aria-label={words.auditVerify}>
      <Button loading={busy} onClick={check}>
        {words.auditVerify}
      </Button>
      <div role="status">
        {report?.ok && (
          <Alert
            role="none"
            type="success"
            showIcon
            title={fill(words.auditWhole, { count: number(report.rows, language) })}
            description={
              report.head !== null && (
                <>
                  {words.auditHead} <code>{report.head}</code>
                </>
              )
            }
          />
        )}
      </div>
      <div role="alert">
        {problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}
        {report && !report.ok && (
          <Alert
            role="none"
            type="error"
            showIcon
            title={words.auditBroken}
            description={
              <ul>
                {report.problems.map((one) => (
                  <li key={`${one.kind}-${one.seq}`}>{problemWords(one, words)}</li>
                ))}
              </ul>
            }
          />
        )}
      </div>
    </section>
  )
}
