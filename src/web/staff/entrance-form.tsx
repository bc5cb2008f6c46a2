/** A form that stands alone on the page: signing in, and what has to be done before anything else. */

import { Alert } from 'antd'
import { type ReactNode, useId } from 'react'
import { Switches } from './switches.tsx'

export interface EntranceFormProps {
  /** What the page is called. */
  readonly product: string
  readonly title: string
  /** A sentence; empty while nothing is wrong. */
  readonly problem: string
  readonly children: ReactNode
  submit(): void
}

export function EntranceForm({ product, title, problem, children, submit }: EntranceFormProps) {
  const id = useId()
  return (
    <div className="sign-in">
      <header>
        <Switches />
      </header>
      <main>
        <form
          noValidate
          aria-labelledby={id}
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <p className="brand">{product}</p>
          <h1 id={id}>{title}</h1>
          <div role="alert">
            {problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}
          </div>
          {children}
        </form>
      </main>
    </div>
  )
}
