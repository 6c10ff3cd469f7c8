import '@fontsource-variable/inter/index.css'
import '@fontsource/jetbrains-mono/latin-400.css'
import '@fontsource/jetbrains-mono/latin-600.css'
import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/VisuallyHidden.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import '@mantine/core/styles/Tooltip.css'
import '@mantine/core/styles/Kbd.css'
import './theme.css'
import { createTheme, MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { api } from './api/client.ts'
import { App } from './app.tsx'
import { createBrowserFeed } from './feed/feed-client.ts'
import { FeedContext } from './feed/use-feed.ts'

const theme = createTheme({ fontFamily: 'var(--sans)', fontFamilyMonospace: 'var(--mono)' })
const body = { '--mantine-color-body': 'var(--raised)', '--mantine-color-text': 'var(--ink)' }
const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5_000 } } })
const feed = createBrowserFeed(() => api.journal(0))

const root = document.getElementById('root')
if (!root) throw new Error('index.html has lost its element with the id "root".')
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={() => ({ variables: {}, light: body, dark: body })}
    >
      <QueryClientProvider client={queries}>
        <FeedContext value={feed}>
          <App />
        </FeedContext>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
