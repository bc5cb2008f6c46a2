/** One of several, from a list that opens. */

import { useId } from 'react'

export interface SelectProps {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly title: string }[]
  /** Stands first, and cannot be chosen. */
  readonly placeholder?: string
  readonly disabled?: boolean
  choose(value: string): void
}

export function Select({ label, value, options, placeholder, disabled = false, choose }: SelectProps) {
  const id = useId()
  return (
    <span className="select">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} disabled={disabled} onChange={(event) => choose(event.target.value)}>
        {placeholder !== undefined && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.title}
          </option>
        ))}
      </select>
    </span>
  )
}
