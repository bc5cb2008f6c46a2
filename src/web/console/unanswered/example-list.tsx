/** The questions of a group, each with why it is here and where it was asked; ticked are those a decision is about. */

import { Checkbox } from 'antd'
import type { ClusterAnswer, Example } from '../../../console/unanswered-types.ts'
import { stampWords } from '../../staff/stamps.ts'
import { fill } from '../../widget/strings.ts'
import { useWords } from '../console-context.ts'
import { channelTitle } from '../questions/channel-title.ts'
import { languageWords, reasonWords } from './unanswered-words.ts'

export interface ExampleListProps {
  readonly cluster: ClusterAnswer
  readonly chosen: ReadonlySet<string>
  readonly mayChoose: boolean
  readonly timeZone: string
  choose(ids: ReadonlySet<string>): void
}

export function ExampleList({ cluster, chosen, mayChoose, timeZone, choose }: ExampleListProps) {
  const { words, language } = useWords()
  const { examples, more } = cluster
  const isAll = examples.every(({ id }) => chosen.has(id))
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    choose(next)
  }
  return (
    <section className="un-examples">
      <h4>{words.unExamples}</h4>
      {mayChoose && <p className="note">{words.unExamplesHint}</p>}
      {mayChoose && (
        <Checkbox
          checked={isAll}
          indeterminate={!isAll && chosen.size > 0}
          onChange={() => choose(new Set(isAll ? [] : examples.map(({ id }) => id)))}
        >
          {fill(words.unChooseAll, { count: examples.length })}
        </Checkbox>
      )}
      <ul>
        {examples.map((example) => (
          <li key={example.id}>
            {mayChoose ? (
              <Checkbox checked={chosen.has(example.id)} onChange={() => toggle(example.id)}>
                <span lang={example.language === 'mixed' ? undefined : example.language}>{example.text}</span>
              </Checkbox>
            ) : (
              <span>{example.text}</span>
            )}
            <span className="un-facts">
              <span>{languageWords(example.language, words)}</span>
              <span>{reasonWords(example.reason, words)}</span>
              <Meant example={example} />
              {example.risk === 'high' && <span className="danger">{words.unRiskHigh}</span>}
              {example.risk === 'medium' && <span className="warn">{words.unRiskMedium}</span>}
              <span>{channelTitle(example.channel, words)}</span>
              <span>{stampWords(example.at, language, timeZone)}</span>
              <a
                href={`desk#/conversations/${encodeURIComponent(example.conversation)}`}
                target="_blank"
                rel="noreferrer"
                aria-label={fill(words.unConversationOf, { text: example.text })}
              >
                {words.unConversation}
              </a>
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="note">{fill(words.unMoreQuestions, { count: more })}</p>}
    </section>
  )
}

function Meant({ example }: { readonly example: Example }) {
  const { words } = useWords()
  const { entry, rightEntry } = example
  return (
    <>
      {entry !== null && <span>{fill(words.unAnswered, { entry })}</span>}
      {rightEntry !== null && <span>{fill(words.unRight, { entry: rightEntry })}</span>}
    </>
  )
}
