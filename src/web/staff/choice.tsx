/** One of a few, side by side. */

import { useId } from 'react'

export interface ChoiceProps<Value extends string> {
  /** What is chosen; read out, not shown. */
  readonly label: string
  readonly value: Value
  /** Titles by value; what has none is not offered. */
  readonly values: Readonly<Partial<Record<NoInfer<Value>, string>>>
  choose(value: NoInfer<Value>): void
}

export function Choice<Value extends string>({ label, value, values, choose }: ChoiceProps<Value>) {
  const name = useId()
  return (
    <fieldset className="choice">
      <legend className="unseen">{label}</legend>
      {
        // Object.keys gives strings; these are the keys of the table.
        (Object.keys(values) as Value[]).map((one) => (
          <label key={one}>
            <input
              type="radio"
              className="unseen"
              name={name}
              checked={one === value}
              onChange={() => choose(one)}
            />
            <span>{values[one]}</span>
          </label>
        ))
      }
    </fieldset>
  )
}
