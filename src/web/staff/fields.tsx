/** Fields of forms: a label, what is typed, and below it what helps or what is wrong. */

import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { Input, type InputRef } from 'antd'
import { type Ref, useId } from 'react'
import { useWords } from './words.ts'

export interface FieldProps {
  readonly label: string
  readonly value: string
  change(value: string): void
  /** What is wrong; empty while nothing is. */
  readonly problem?: string
  /** Said below while nothing is wrong. */
  readonly hint?: string
  readonly autoComplete?: string
  readonly autoFocus?: boolean
  readonly disabled?: boolean
  readonly maxLength?: number
  readonly size?: 'large'
  readonly ref?: Ref<InputRef>
}

/** What both kinds have in common. */
function attributesOf(props: FieldProps, id: string) {
  const { value, change, problem = '', autoComplete = 'off', autoFocus = false, disabled = false } = props
  return {
    id,
    value,
    autoComplete,
    autoFocus,
    disabled,
    onChange: (event: { target: { value: string } }) => change(event.target.value),
    spellCheck: false,
    maxLength: props.maxLength ?? 200,
    'aria-invalid': problem !== '',
    'aria-describedby': `${id}-more`,
    ...(props.size && { size: props.size }),
    ...(props.ref && { ref: props.ref }),
    ...(problem !== '' && { status: 'error' as const }),
  }
}

function More({
  id,
  problem = '',
  hint = '',
}: Pick<FieldProps, 'problem' | 'hint'> & { readonly id: string }) {
  return (
    <p className={problem === '' ? 'note' : 'field-problem'} id={`${id}-more`}>
      {problem === '' ? hint : problem}
    </p>
  )
}

export function TextField(props: FieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <Input {...attributesOf(props, id)} autoCapitalize="none" />
      <More id={id} {...props} />
    </div>
  )
}

/** Six digits of an app, or a recovery code. */
export function CodeField(props: Omit<FieldProps, 'autoComplete' | 'maxLength'>) {
  return <TextField {...props} autoComplete="one-time-code" maxLength={40} />
}

export function PasswordField(props: FieldProps) {
  const { words } = useWords()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <Input.Password
        {...attributesOf({ maxLength: 1000, ...props }, id)}
        iconRender={(visible) =>
          visible ? (
            <EyeOutlined aria-label={words.hidePassword} />
          ) : (
            <EyeInvisibleOutlined aria-label={words.showPassword} />
          )
        }
      />
      <More id={id} {...props} />
    </div>
  )
}
