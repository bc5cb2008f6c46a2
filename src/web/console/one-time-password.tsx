/** A password made for somebody, this once: to be told to them. */

import { Alert, Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { fill } from '../widget/strings.ts'
import { useWords } from './console-context.ts'

export interface OneTimePasswordProps {
  /** Of the account. */
  readonly name: string
  readonly password: string
  done(): void
}

export function OneTimePassword({ name, password, done }: OneTimePasswordProps) {
  const { words } = useWords()
  const [told, setTold] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(password)
      setTold(words.copied)
    } catch {
      setTold(words.copyFailed) // the browser does not allow it here: it can be selected
    }
  }
  return (
    <div className="recovery once">
      <h3 ref={heading} tabIndex={-1}>
        {fill(words.oneTimePassword, { name })}
      </h3>
      <Alert type="warning" showIcon title={words.oneTimePasswordAbout} />
      <p>
        <code>{password}</code>
      </p>
      <div className="form-buttons">
        <Button onClick={() => void copy()}>{words.copy}</Button>
        <Button type="primary" onClick={done}>
          {words.finished}
        </Button>
        <span role="status">{told}</span>
      </div>
    </div>
  )
}
