/** The form by which somebody who works here signs in: name and password, then the code where one is asked for. */

import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { Alert, Button, Input, type InputRef } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { ApiError } from './calls.ts'
import { EntranceForm } from './entrance-form.tsx'
import { errorWords } from './error-words.ts'
import { CodeField } from './fields.tsx'
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
  signIn(name: string, password: string, code?: string): Promise<void>
}

export function SignIn({ product, overNote, over, name: lastName, signIn }: SignInProps) {
  const { words } = useWords()
  const [name, setName] = useState(lastName)
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const [tried, setTried] = useState(false)
  const [asksCode, setAsksCode] = useState(false)
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
      setBusy(false)
      if (error instanceof ApiError && error.code === 'CodeNeeded') return setAsksCode(true)
      setProblem(errorWords(error, words))
      passwordField.current?.focus({ cursor: 'all' })
    }
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) void submit()
  }
  if (asksCode) {
    return (
      <CodeStep
        product={product}
        enter={(code) => signIn(name.trim(), password, code)}
        back={(reason) => {
          setAsksCode(false)
          setProblem(reason)
          setPassword('')
        }}
      />
    )
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

interface CodeStepProps {
  readonly product: string
  /** @throws ApiError */
  enter(code: string): Promise<void>
  /** To name and password, for a reason in words or none. */
  back(reason: string): void
}

function CodeStep({ product, enter, back }: CodeStepProps) {
  const { words } = useWords()
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const field = useRef<InputRef>(null)
  const submit = async () => {
    if (busy) return
    if (code.trim() === '') {
      setProblem(words.codeMissing)
      field.current?.focus()
      return
    }
    setBusy(true)
    setProblem('')
    try {
      await enter(code)
    } catch (error) {
      const reason = errorWords(error, words)
      // Locked, or changed meanwhile: from the beginning.
      if (error instanceof ApiError && error.code === 'SignInFailed') return back(reason)
      setBusy(false)
      setProblem(reason)
      field.current?.focus({ cursor: 'all' })
    }
  }
  return (
    <EntranceForm product={product} title={words.codeTitle} problem={problem} submit={() => void submit()}>
      <CodeField
        label={words.code}
        hint={words.codeHint}
        value={code}
        change={setCode}
        ref={field}
        size="large"
        autoFocus
      />
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {words.signIn}
      </Button>
      <Button type="link" onClick={() => back('')}>
        {words.otherAccount}
      </Button>
    </EntranceForm>
  )
}
