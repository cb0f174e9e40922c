import { Input, Label, Text, TextArea, TextField as AriaTextField, type TextFieldProps } from 'react-aria-components'

interface Props extends Omit<TextFieldProps, 'className' | 'children'> {
  /** Shown above it, or only told to screen readers where `bare`. */
  label: string
  bare?: boolean
  hint?: string
  error?: string | null
  placeholder?: string
  /** With rows it is a text of several lines. */
  rows?: number
}

/** A text, with what is wrong with it below. */
export function TextField({ label, bare, hint, error, placeholder, rows, ...rest }: Props) {
  return (
    <AriaTextField {...rest} className="field" aria-label={bare ? label : undefined} isInvalid={Boolean(error)}>
      {!bare && <Label>{label}</Label>}
      {rows === undefined ? (
        <Input className="input" placeholder={placeholder} />
      ) : (
        <TextArea className="input" rows={rows} placeholder={placeholder} spellCheck={false} />
      )}
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      {error && (
        <Text slot="errorMessage" className="error">
          {error}
        </Text>
      )}
    </AriaTextField>
  )
}
