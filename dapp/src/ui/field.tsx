import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names'

export interface FieldProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong with the value and how to put it right. */
  readonly error?: ReactNode
  /** Receives the ids that connect the control with its label, hint and error. */
  readonly children: (control: ControlProps) => ReactNode
}

/** Attributes that a control inside a {@link Field} must carry. */
export interface ControlProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

const control =
  'h-9 w-full min-w-0 rounded-md border border-line bg-surface px-3 text-ink placeholder:text-muted ' +
  'aria-invalid:border-danger disabled:opacity-60'

type Described = Omit<FieldProps, 'children'>

export interface TextInputProps extends Described, Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  readonly value: string
  readonly onChange: (value: string) => void
}

export function TextInput({ label, hint, error, value, onChange, className, ...rest }: TextInputProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <input
          type="text"
          autoComplete="off"
          {...rest}
          {...ids}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={classNames(control, className)}
        />
      )}
    </Field>
  )
}

export interface AmountInputProps extends Omit<TextInputProps, 'type'> {
  /** Symbol or unit shown at the end of the field. */
  readonly unit?: string
}

/** A decimal number as text, so that no digit is lost; read it with `parseAmount` or `parsePercent` of the SDK. */
export function AmountInput({ label, hint, error, unit, value, onChange, className, ...rest }: AmountInputProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <span className="relative block">
          <input
            type="text"
            inputMode="decimal"
            autoComplete="off"
            {...rest}
            {...ids}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className={classNames(control, 'text-right', unit && 'pr-16', className)}
          />
          {unit && (
            <span className="pointer-events-none absolute inset-y-0 right-3 grid place-items-center text-muted">
              {unit}
            </span>
          )}
        </span>
      )}
    </Field>
  )
}

export interface SelectOption {
  readonly value: string
  readonly label: string
}

export interface SelectInputProps extends Described, Omit<ComponentProps<'select'>, 'value' | 'onChange'> {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly SelectOption[]
}

export function SelectInput({ label, hint, error, value, onChange, options, className, ...rest }: SelectInputProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <select
          {...rest}
          {...ids}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={classNames(control, className)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** A calendar day as `YYYY-MM-DD`; read it with `parseDay` of the SDK. */
export function DateInput(props: Omit<TextInputProps, 'type'>) {
  return <TextInput {...props} type="date" />
}

export interface CheckboxProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

export function Checkbox({ label, hint, checked, onChange }: CheckboxProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 size-4 shrink-0 accent-brand"
      />
      <div className="grid gap-0.5">
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className="text-xs text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
