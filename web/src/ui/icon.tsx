import { Box } from 'lucide-react'
import { icons } from './icon_table'

interface Props {
  name: string | undefined
  size?: number
  className?: string
}

export function Icon({ name, size = 16, className }: Props) {
  const Found = icons[name ?? ''] ?? Box
  return (
    <Found
      size={size}
      strokeWidth={1.75}
      aria-hidden="true"
      {...(className ? { className } : {})}
    />
  )
}
