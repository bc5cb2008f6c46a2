/** The test lab: how the live version does, the questions it is measured on, and what to label next. */

import { useState } from 'react'
import type { TestLabAnswer } from '../../../console/test-lab-types.ts'
import { Choice } from '../../staff/choice.tsx'
import { useWords } from '../console-context.ts'
import { ReadPage } from '../read-page.tsx'
import { useReading } from '../use-reading.ts'
import { LabLabel } from './lab-label.tsx'
import { LabQuestions } from './lab-questions.tsx'
import { LabResults } from './lab-results.tsx'

type View = 'measured' | 'questions' | 'label'

export function TestLabPage() {
  const { words } = useWords()
  const [view, setView] = useState<View>('measured')
  const reading = useReading<TestLabAnswer>('api/console/test-lab')
  return (
    <ReadPage
      title={words.testLab}
      about={words.tlAbout}
      reading={reading}
      controls={
        <>
          <Choice
            label={words.tlView}
            value={view}
            values={{ measured: words.tlMeasured, questions: words.tlQuestions, label: words.tlLabel }}
            choose={setView}
          />
          {view === 'questions' && <LabQuestions />}
          {view === 'label' && <LabLabel />}
        </>
      }
      show={(answer) => view === 'measured' && <LabResults answer={answer} />}
    />
  )
}
