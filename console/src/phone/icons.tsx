/** The few drawings of the page; decoration only, the words beside them carry the meaning. */
import type { ReactNode } from 'react'

function Icon({ children, size = 18 }: { readonly children: ReactNode; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  )
}

export const HandsetIcon = ({ size = 18 }: { readonly size?: number }) => (
  <Icon size={size}>
    <path d="M5.2 4h3.1l1.7 4.3-2.2 1.6a12 12 0 0 0 6.300 6.300l1.600-2.200 4.300 1.700v3.100A1.700 1.700 0 0 1 18.200 20.500 15 15 0 0 1 3.500 5.800 1.700 1.700 0 0 1 5.200 4z" />
  </Icon>
)

export const HangUpIcon = ({ size = 18 }: { readonly size?: number }) => (
  <Icon size={size}>
    <path d="M3.500 14.500v-1.300C6 10.400 9 9.500 12 9.500s6 .9 8.500 3.700v1.300a1.500 1.500 0 0 1-1.700 1.500l-2.300-.4a1.500 1.500 0 0 1-1.200-1.200l-.3-1.700a11 11 0 0 0-6 0l-.3 1.700a1.500 1.500 0 0 1-1.200 1.200l-2.300.4a1.500 1.500 0 0 1-1.700-1.500z" />
  </Icon>
)

export const MicrophoneIcon = ({ isOff = false }: { readonly isOff?: boolean }) => (
  <Icon>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v3" />
    {isOff && <path d="M4 4l16 16" />}
  </Icon>
)

export const SpeakerIcon = ({ isOff = false }: { readonly isOff?: boolean }) => (
  <Icon>
    <path d="M4 9.500v5h3.500L12 18.500v-13L7.500 9.500z" />
    {isOff ? <path d="M16 9.500l5 5M21 9.500l-5 5" /> : <path d="M15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11" />}
  </Icon>
)

export const PlayIcon = () => (
  <svg aria-hidden="true" width="16" height="16" viewBox="0 0 24 24" fill="currentColor">
    <path d="M7 4.500v15a1 1 0 0 0 1.500.86l12.500-7.500a1 1 0 0 0 0-1.720l-12.500-7.500A1 1 0 0 0 7 4.500z" />
  </svg>
)

export const PauseIcon = () => (
  <svg aria-hidden="true" width="16" height="16" viewBox="0 0 24 24" fill="currentColor">
    <rect x="5.500" y="4" width="4.500" height="16" rx="1.500" />
    <rect x="14" y="4" width="4.500" height="16" rx="1.500" />
  </svg>
)

export const BinIcon = () => (
  <Icon size={16}>
    <path d="M4.500 7h15M10 7V4.500h4V7M6.500 7l.8 12.500h9.400L17.500 7M10.300 11v5M13.700 11v5" />
  </Icon>
)

export const ChevronIcon = () => (
  <Icon size={16}>
    <path d="M6 9.500l6 6 6-6" />
  </Icon>
)

export const WarningIcon = () => (
  <Icon size={16}>
    <path d="M12 4.500L2.800 20h18.400zM12 10.500v4.200M12 17.300v.1" />
  </Icon>
)
