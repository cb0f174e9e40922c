import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import { Icon, type IconName } from './Icon'

type Look = 'normal' | 'primary' | 'danger' | 'plain'

interface Props extends Omit<ButtonProps, 'className' | 'children'> {
  look?: Look
  icon?: IconName
  /** What it is called where it shows nothing but an icon. */
  label?: string
  children?: React.ReactNode
}

/** A button; with `label` instead of children it is an icon alone. */
export function Button({ look = 'normal', icon, label, children, ...rest }: Props) {
  const alone = children === undefined && icon !== undefined
  return (
    <AriaButton {...rest} aria-label={rest['aria-label'] ?? label} className={`button ${look} ${alone ? 'icon-only' : ''}`}>
      {icon && <Icon name={icon} />}
      {children}
    </AriaButton>
  )
}
