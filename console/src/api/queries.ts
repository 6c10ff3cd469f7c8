/** What the page asks the server, kept fresh: the system, its flows, its messages. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from './client.ts'
import type { CampaignState, Message } from './types.ts'

const messagesKey = ['messages']

export const useSystem = () =>
  useQuery({ queryKey: ['system'], queryFn: api.system, retry: false, refetchInterval: retryWhenLost })
export const useFlows = () => useQuery({ queryKey: ['flows'], queryFn: api.flows })

/** The messages; asked again by itself while one still waits for its audio. */
export const useMessages = () =>
  useQuery({
    queryKey: messagesKey,
    queryFn: api.messages,
    refetchInterval: (query) =>
      query.state.data?.some((message) => message.status === 'waiting-for-audio') ? 1_000 : 15_000,
  })

export function useRefreshMessages(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: messagesKey })
}

const queuesKey = ['queues']

/** Who waits, the agents, and the figures of today. */
export const useQueues = () => useQuery({ queryKey: queuesKey, queryFn: api.queues, refetchInterval: 5_000 })

export function useRefreshQueues(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: queuesKey })
}

/** Sets an agent available, away or out. */
export function useSetAgent() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ number, state }: { number: string; state: 'available' | 'away' | 'out' }) =>
      api.setAgent(number, state),
    onSettled: () => client.invalidateQueries({ queryKey: queuesKey }),
  })
}

const campaignsKey = ['campaigns']

export const useCampaigns = () => useQuery({ queryKey: campaignsKey, queryFn: api.campaigns, refetchInterval: 10_000 })

export const useCampaignFigures = (name: string) =>
  useQuery({
    queryKey: [...campaignsKey, name, 'figures'],
    queryFn: () => api.campaignFigures(name),
    refetchInterval: 10_000,
  })

/** The reminders of a campaign, the next appointment first, fifty at a time. An empty outcome: all. */
export const useReminders = (name: string, outcome: string) =>
  useInfiniteQuery({
    queryKey: [...campaignsKey, name, 'reminders', outcome],
    queryFn: ({ pageParam }) => api.reminders(name, { outcome, after: pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: 10_000,
  })

/** One reminder with its attempts and all that was learnt. */
export const useReminderHistory = (name: string, id: string) =>
  useQuery({
    queryKey: [...campaignsKey, name, 'reminder', id],
    queryFn: () => api.reminder(name, id),
    refetchInterval: 10_000,
  })

/** Pauses a campaign, lets it go on, or stops it for good. */
export function useSetCampaign() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ name, state }: { name: string; state: CampaignState }) => api.setCampaign(name, state),
    onSettled: () => client.invalidateQueries({ queryKey: campaignsKey }),
  })
}

/** Marks a message heard or unheard; shown at once, taken back if the server refuses. */
export function useMarkHeard() {
  return useMessageChange(
    ({ id, isHeard }: { id: string; isHeard: boolean }) => api.markHeard(id, isHeard),
    (messages, { id, isHeard }) => messages.map((each) => (each.id === id ? { ...each, isHeard } : each)),
  )
}

/** Deletes a message for good; gone from the list at once. */
export function useDeleteMessage() {
  return useMessageChange(
    (id: string) => api.deleteMessage(id),
    (messages, id) => messages.filter((each) => each.id !== id),
  )
}

function useMessageChange<Input>(
  change: (input: Input) => Promise<void>,
  foresee: (messages: readonly Message[], input: Input) => readonly Message[],
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onMutate: async (input: Input) => {
      await client.cancelQueries({ queryKey: messagesKey })
      const before = client.getQueryData<readonly Message[]>(messagesKey)
      if (before) client.setQueryData(messagesKey, foresee(before, input))
      return before
    },
    onError: (_error, _input, before) => client.setQueryData(messagesKey, before),
    onSettled: () => client.invalidateQueries({ queryKey: messagesKey }),
  })
}

function retryWhenLost(query: { readonly state: { readonly status: string } }): number | false {
  return query.state.status === 'error' ? 3_000 : false
}
