/** The form by which somebody who works here signs in. */

import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { Alert, Button, Input, type InputRef } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { errorWords } from './error-words.ts'
import { Switches } from './switches.tsx'
import { useWords } from './words.ts'

export interface SignInProps {
  /** What the page is called. */
  readonly product: string
  /** Said when a session has just ended by itself. */
  readonly overNote: string
  /** Whether a session has just ended by itself. */
  readonly over: boolean
  /** Name to begin with. */
  readonly name: string
  /** @throws ApiError */
  signIn(name: string, password: string): Promise<void>
}

export function SignIn({ product, overNote, over, name: lastName, signIn }: SignInProps) {
  const { words } = useWords()
  const [name, setName] = useState(lastName)
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const [tried, setTried] = useState(false)
  const nameField = useRef<InputRef>(null)
  const passwordField = useRef<InputRef>(null)
  const nameMissing = tried && name.trim() === ''
  const passwordMissing = tried && password === ''

  const submit = async () => {
    setTried(true)
    setProblem('')
    if (name.trim() === '' || password === '') {
      ;(name.trim() === '' ? nameField : passwordField).current?.focus()
      return
    }
    setBusy(true)
    try {
      await signIn(name.trim(), password)
    } catch (error) {
      setProblem(errorWords(error, words))
      setBusy(false)
      passwordField.current?.focus({ cursor: 'all' })
    }
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) void submit()
  }
  return (
    <div className="sign-in">
      <header>
        <Switches />
      </header>
      <main>
        <form onSubmit={onSubmit} noValidate aria-labelledby="sign-in-title">
          <p className="brand">{product}</p>
          <h1 id="sign-in-title">{words.signInTitle}</h1>
          {over && <Alert type="warning" showIcon title={overNote} />}
          <div role="alert">
            {problem !== '' && <Alert role="none" type="error" showIcon title={problem} />}
          </div>
          <div className="field">
            <label htmlFor="sign-in-name">{words.accountName}</label>
            <Input
              id="sign-in-name"
              ref={nameField}
              size="large"
              value={name}
              onChange={(event) => setName(event.target.value)}
              autoComplete="username"
              autoCapitalize="none"
              autoFocus={lastName === ''}
              spellCheck={false}
              maxLength={200}
              aria-invalid={nameMissing}
              aria-describedby="sign-in-name-problem"
              {...(nameMissing && { status: 'error' as const })}
            />
            <p className="field-problem" id="sign-in-name-problem">
              {nameMissing && words.nameMissing}
            </p>
          </div>
          <div className="field">
            <label htmlFor="sign-in-password">{words.password}</label>
            <Input.Password
              id="sign-in-password"
              ref={passwordField}
              size="large"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              autoComplete="current-password"
              iconRender={(visible) =>
                visible ? (
                  <EyeOutlined aria-label={words.hidePassword} />
                ) : (
                  <EyeInvisibleOutlined aria-label={words.showPassword} />
                )
              }
              autoFocus={lastName !== ''}
              maxLength={1000}
              aria-invalid={passwordMissing}
              aria-describedby="sign-in-password-problem"
              {...(passwordMissing && { status: 'error' as const })}
            />
            <p className="field-problem" id="sign-in-password-problem">
              {passwordMissing && words.passwordMissing}
            </p>
          </div>
          <Button type="primary" size="large" htmlType="submit" block loading={busy}>
            {words.signIn}
          </Button>
        </form>
      </main>
    </div>
  )
}
