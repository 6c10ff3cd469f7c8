/** Generated from docs/openapi.json by `npm run api`; do not edit. */
export interface paths {
    readonly "/api/system": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What this process is and which lines it answers. */
        readonly get: operations["getSystem"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/flows": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Every flow as a graph, with what the checks found. */
        readonly get: operations["getFlows"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/flows/{flow}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A flow of the database, as JSON. */
        readonly get: operations["getFlow"];
        /** Keeps a flow in the database; it answers at once, unless the checks find an error. */
        readonly put: operations["putFlow"];
        readonly post?: never;
        /** Takes a flow out of the database; its line answers no more. */
        readonly delete: operations["deleteFlow"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Messages: urgent ones that nobody has heard first, then the newest first. */
        readonly get: operations["getMessages"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/audio": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The audio of a message, WAV. */
        readonly get: operations["getMessageAudio"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}/heard": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Marks a message as heard or new. */
        readonly post: operations["setMessageHeard"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/messages/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Takes a message out of its mailbox. */
        readonly delete: operations["removeMessage"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/mailboxes/{mailbox}/greetings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Which greetings somebody has recorded or uploaded for a mailbox, and which plays. */
        readonly get: operations["getGreetings"];
        /** Says which greeting of a mailbox plays. */
        readonly put: operations["chooseGreeting"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/mailboxes/{mailbox}/greetings/{greeting}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Uploads a greeting: a WAV or MP3 file of at most 10 MB as the body. */
        readonly put: operations["uploadGreeting"];
        readonly post?: never;
        /** Gives a greeting back to the definition of its mailbox. */
        readonly delete: operations["removeGreeting"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/hours/{flow}/{step}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What was last decided by hand about opening hours. */
        readonly get: operations["getHours"];
        /** Opens or closes by hand, whatever the schedule says. */
        readonly put: operations["setHours"];
        readonly post?: never;
        /** Gives the opening hours back to their schedule. */
        readonly delete: operations["unsetHours"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/refusals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whom we did not reach because we may not, newest first. */
        readonly get: operations["getRefusals"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/suppressions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who has said stop, oldest first. */
        readonly get: operations["getSuppressions"];
        readonly put?: never;
        /** Writes down that somebody wants no more calls and messages. */
        readonly post: operations["stopPerson"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/texts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What people have written to us, newest first. */
        readonly get: operations["getTexts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/outbox": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Calls and messages that left, or are to, newest first. */
        readonly get: operations["getOutbox"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/senders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Senders of ours as carriers know them, as far as somebody has written it down. */
        readonly get: operations["getSenders"];
        /** Writes down whether carriers have registered a sender, and how fast its campaign may send. */
        readonly put: operations["setSender"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/suppressions/lift": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Writes down that somebody may be reached again. */
        readonly post: operations["allowPerson"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/consents": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Writes down what somebody has agreed to. */
        readonly post: operations["agreePerson"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/person": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** All that is known of one number. */
        readonly post: operations["findPerson"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/recordings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Recorded conversations, newest first; messages in mailboxes are not among them. */
        readonly get: operations["getRecordings"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/recordings/{recording}/audio": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The audio of a recorded conversation, WAV. */
        readonly get: operations["getRecordingAudio"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/recording-consents": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who was told or asked that a call is recorded, in which words, and what he said; newest first. */
        readonly get: operations["getRecordingConsents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/queues": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Each queue now, its agents, and how callers of a span of time fared. */
        readonly get: operations["getQueues"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/agents/{number}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Sets an agent available, away, or out. One who is rung or talks is left alone. */
        readonly put: operations["setAgent"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/slots": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The times of a campaign that are still to come, the next first. */
        readonly get: operations["getSlots"];
        /** Takes free times in, new or changed; what is offered or taken stays as it is. */
        readonly put: operations["putSlots"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/slots/withdraw": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Takes a free time back, so that it is offered to nobody any more.
         * @description Answers 409 when somebody has taken it (SLOT_TAKEN), or when it is held for somebody (SLOT_HELD).
         */
        readonly post: operations["withdrawSlot"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/waitlist": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who waits for an earlier time, in line, and what was offered to whom. */
        readonly get: operations["getWaitlist"];
        /** Puts somebody on the waitlist, or takes him off. */
        readonly put: operations["setWaitlist"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The campaigns, and whether they run. */
        readonly get: operations["getCampaigns"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/state": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Pauses a campaign, lets it go on, or stops it for good. */
        readonly put: operations["setCampaignState"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** How many people a campaign has reached, what they said, and what that cost. */
        readonly get: operations["getCampaignMetrics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/outcomes.ics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What came of it as a calendar to subscribe to: appointments of the last 30 days and all to come. */
        readonly get: operations["getOutcomesCalendar"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/reminders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The reminders of a campaign, the next appointment first. */
        readonly get: operations["getReminders"];
        /** Takes a reminder in, new or changed, and plans it. */
        readonly put: operations["putReminder"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/appointments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Takes appointments in as another system posts them, one or up to 1000; each is judged by itself. */
        readonly post: operations["postAppointments"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/reminders/withdraw": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Says that an appointment is gone; nothing is made for it any more. */
        readonly post: operations["withdrawReminder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/reminders/attendance": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Writes down whether somebody came to his appointment. */
        readonly put: operations["setAttendance"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/reminders/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One reminder with its attempts and all that was learnt. */
        readonly get: operations["getReminder"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/campaigns/{campaign}/reminders/{id}/outcomes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Writes down what somebody has said to your staff. */
        readonly post: operations["addOutcome"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/lines": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The phone numbers that answer. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly lines: readonly {
                                readonly number: string;
                                readonly name?: string;
                                readonly voiceUrl?: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/calls": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All calls that are remembered, oldest first. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly calls: readonly {
                                /** @description CA and 32 hex digits. */
                                readonly callSid: string;
                                /** @enum {string} */
                                readonly direction: "inbound" | "outbound-api" | "outbound-dial";
                                readonly from: string;
                                readonly to: string;
                                /** @enum {string} */
                                readonly status: "queued" | "initiated" | "ringing" | "in-progress" | "completed" | "busy" | "no-answer" | "failed" | "canceled";
                                /** @description The call whose Dial made this one. */
                                readonly parentCallSid?: string;
                                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                                readonly startedAt: number;
                                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                                readonly answeredAt?: number;
                                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                                readonly endedAt?: number;
                                /**
                                 * @description What the network waits for from this person.
                                 * @enum {string|null}
                                 */
                                readonly awaiting: "answer" | "keys" | "speech" | "keys-or-speech" | "recording" | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** Places a call to a line. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly to: string;
                        readonly from?: string;
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description CA and 32 hex digits. */
                            readonly callSid: string;
                            /** @enum {string} */
                            readonly direction: "inbound" | "outbound-api" | "outbound-dial";
                            readonly from: string;
                            readonly to: string;
                            /** @enum {string} */
                            readonly status: "queued" | "initiated" | "ringing" | "in-progress" | "completed" | "busy" | "no-answer" | "failed" | "canceled";
                            /** @description The call whose Dial made this one. */
                            readonly parentCallSid?: string;
                            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                            readonly startedAt: number;
                            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                            readonly answeredAt?: number;
                            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                            readonly endedAt?: number;
                            /**
                             * @description What the network waits for from this person.
                             * @enum {string|null}
                             */
                            readonly awaiting: "answer" | "keys" | "speech" | "keys-or-speech" | "recording" | null;
                        };
                    };
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/calls/{callSid}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One call as it is now. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description CA and 32 hex digits. */
                    readonly callSid: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description CA and 32 hex digits. */
                            readonly callSid: string;
                            /** @enum {string} */
                            readonly direction: "inbound" | "outbound-api" | "outbound-dial";
                            readonly from: string;
                            readonly to: string;
                            /** @enum {string} */
                            readonly status: "queued" | "initiated" | "ringing" | "in-progress" | "completed" | "busy" | "no-answer" | "failed" | "canceled";
                            /** @description The call whose Dial made this one. */
                            readonly parentCallSid?: string;
                            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                            readonly startedAt: number;
                            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                            readonly answeredAt?: number;
                            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                            readonly endedAt?: number;
                            /**
                             * @description What the network waits for from this person.
                             * @enum {string|null}
                             */
                            readonly awaiting: "answer" | "keys" | "speech" | "keys-or-speech" | "recording" | null;
                        };
                    };
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/calls/{callSid}/keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Presses keys, one after the other. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description CA and 32 hex digits. */
                    readonly callSid: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly keys: string;
                    };
                };
            };
            readonly responses: {
                /** @description Done. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/calls/{callSid}/speech": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Says something. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description CA and 32 hex digits. */
                    readonly callSid: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly text: string;
                        readonly seconds?: number;
                        readonly confidence?: number;
                    };
                };
            };
            readonly responses: {
                /** @description Done. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/calls/{callSid}/speaking": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A live microphone begins or ceases to hear a voice. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description CA and 32 hex digits. */
                    readonly callSid: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly isSpeaking: boolean;
                    };
                };
            };
            readonly responses: {
                /** @description Done. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/calls/{callSid}/hang-up": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Hangs up. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description CA and 32 hex digits. */
                    readonly callSid: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/calls/{callSid}/answer": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What the callee of a ringing leg does. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description CA and 32 hex digits. */
                    readonly callSid: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly as: "person" | "busy" | "declined" | "ignored" | "voicemail";
                    };
                };
            };
            readonly responses: {
                /** @description Done. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/journal": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What happened, in order. */
        readonly get: {
            readonly parameters: {
                readonly query?: {
                    /** @description Events after this sequence number. */
                    readonly since?: number;
                };
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly events: readonly ({
                                readonly sequence: number;
                                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                                readonly at: number;
                                readonly kind: string;
                            } & {
                                readonly [key: string]: unknown;
                            })[];
                        };
                    };
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/recordings/{recordingSid}/audio": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** The microphone's own audio of a recording, as audio/wav. */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path: {
                    /** @description RE and 32 hex digits. */
                    readonly recordingSid: string;
                };
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Done. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/weather": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** What happens to callbacks from now on; an empty object clears it. */
        readonly put: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        /** @description The share of callbacks that come twice. */
                        readonly duplicate?: number;
                        /** @description The share of callbacks that never come. */
                        readonly drop?: number;
                        /** @description Shortest and longest delay, in milliseconds of call time. */
                        readonly delayMs?: readonly number[];
                        /** @description Whether late callbacks may be overtaken by later ones of their call. */
                        readonly reorder?: boolean;
                        /** @description The same seed and the same calls meet the same fate. */
                        readonly seed?: number;
                    };
                };
            };
            readonly responses: {
                /** @description Done. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/messages": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Messages that are remembered, oldest first: what the app sent, and what people wrote. */
        readonly get: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody?: never;
            readonly responses: {
                /** @description Default Response */
                readonly 200: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly messages: readonly {
                                /** @description SM or MM and 32 hex digits. */
                                readonly messageSid: string;
                                /** @enum {string} */
                                readonly direction: "inbound" | "outbound-api" | "outbound-reply" | "outbound-call";
                                readonly from: string;
                                readonly to: string;
                                readonly body: string;
                                readonly media: readonly {
                                    readonly url: string;
                                    readonly contentType: string;
                                }[];
                                /** @enum {string} */
                                readonly status: "accepted" | "scheduled" | "canceled" | "queued" | "sent" | "delivered" | "undelivered" | "failed" | "read" | "received";
                                /** @description Of the network's error dictionary. */
                                readonly errorCode?: number;
                                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                                readonly createdAt: number;
                                /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                                readonly sentAt?: number;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly put?: never;
        /** Somebody writes to a line. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly to: string;
                        readonly from?: string;
                        readonly body?: string;
                        readonly mediaUrls?: readonly string[];
                        /** @enum {string} */
                        readonly channel?: "sms" | "whatsapp";
                    };
                };
            };
            readonly responses: {
                /** @description Default Response */
                readonly 201: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            /** @description SM or MM and 32 hex digits. */
                            readonly messageSid: string;
                            /** @enum {string} */
                            readonly direction: "inbound" | "outbound-api" | "outbound-reply" | "outbound-call";
                            readonly from: string;
                            readonly to: string;
                            readonly body: string;
                            readonly media: readonly {
                                readonly url: string;
                                readonly contentType: string;
                            }[];
                            /** @enum {string} */
                            readonly status: "accepted" | "scheduled" | "canceled" | "queued" | "sent" | "delivered" | "undelivered" | "failed" | "read" | "received";
                            /** @description Of the network's error dictionary. */
                            readonly errorCode?: number;
                            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                            readonly createdAt: number;
                            /** @description Milliseconds since 1970-01-01T00:00:00Z. */
                            readonly sentAt?: number;
                        };
                    };
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/_exchange/one-time-passwords": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A sole proprietor answers YES to the text about his brand. */
        readonly post: {
            readonly parameters: {
                readonly query?: never;
                readonly header?: never;
                readonly path?: never;
                readonly cookie?: never;
            };
            readonly requestBody: {
                readonly content: {
                    readonly "application/json": {
                        readonly mobile: string;
                    };
                };
            };
            readonly responses: {
                /** @description Done. */
                readonly 204: {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                readonly "4XX": {
                    headers: {
                        readonly [name: string]: unknown;
                    };
                    content: {
                        readonly "application/json": {
                            readonly error: {
                                readonly code: string;
                                readonly message: string;
                                readonly help: string;
                            };
                        };
                    };
                };
            };
        };
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly getSystem: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly name: string;
                        readonly version: string;
                        /** @enum {unknown} */
                        readonly mode: "development" | "production";
                        /** @description Whether the emulated network runs here, so that the page can call. */
                        readonly hasExchange: boolean;
                        readonly lines: readonly {
                            readonly number: string;
                            readonly flow: string;
                            readonly title: string;
                        }[];
                        readonly callees: readonly {
                            readonly label: string;
                            readonly number: string;
                        }[];
                        readonly callerNumber: string;
                    };
                };
            };
        };
    };
    readonly getFlows: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly flows: readonly {
                            readonly name: string;
                            readonly start: string;
                            readonly steps: readonly {
                                readonly name: string;
                                readonly kind: string;
                                readonly title: string;
                                readonly says: string;
                            }[];
                            readonly edges: readonly {
                                readonly from: string;
                                readonly to: string;
                                readonly label: string;
                                readonly isAutomatic: boolean;
                            }[];
                            /** @description Whether it is kept in the database and can be replaced. */
                            readonly isStored: boolean;
                            readonly findings: readonly {
                                readonly code: string;
                                /** @enum {unknown} */
                                readonly severity: "error" | "warning";
                                readonly at: string;
                                readonly message: string;
                                readonly help: string;
                            }[];
                        }[];
                    };
                };
            };
        };
    };
    readonly getFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The name of a flow. */
                readonly flow: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly name: string;
                        readonly version: number;
                        /** @description Epoch milliseconds. */
                        readonly updatedAt: number;
                        readonly flow: {
                            readonly [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly putFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The name of a flow. */
                readonly flow: string;
            };
            readonly cookie?: never;
        };
        /** @description A flow as docs/flow.schema.json has it. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly [key: string]: unknown;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly version: number;
                        readonly findings: readonly {
                            readonly code: string;
                            /** @enum {unknown} */
                            readonly severity: "error" | "warning";
                            readonly at: string;
                            readonly message: string;
                            readonly help: string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                        readonly findings: readonly {
                            readonly code: string;
                            /** @enum {unknown} */
                            readonly severity: "error" | "warning";
                            readonly at: string;
                            readonly message: string;
                            readonly help: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly deleteFlow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The name of a flow. */
                readonly flow: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getMessages: {
        readonly parameters: {
            readonly query?: {
                readonly mailbox?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly messages: readonly {
                            readonly id: string;
                            readonly mailbox: string;
                            /** @description The caller as the network says: a number, or a word such as anonymous. */
                            readonly from: string;
                            readonly callSid: string;
                            /** @description When it was left, epoch milliseconds. */
                            readonly at: number;
                            readonly seconds: number;
                            /** @enum {unknown} */
                            readonly status: "saved" | "waiting-for-audio" | "audio-lost";
                            readonly isHeard: boolean;
                            /** @description Whether the caller has marked it as urgent. */
                            readonly isUrgent: boolean;
                            /** @description What was said, as somebody has written it down; null while nobody has. */
                            readonly transcript: string | null;
                        }[];
                    };
                };
            };
        };
    };
    readonly getMessageAudio: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of a message. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The recording. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "audio/wav": string;
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly setMessageHeard: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of a message. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly isHeard: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly removeMessage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The id of a message. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getGreetings: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly mailbox: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /**
                         * @description Which greeting plays.
                         * @enum {unknown}
                         */
                        readonly plays: "by-hours" | "standard" | "after-hours";
                        readonly hasStandard: boolean;
                        readonly hasAfterHours: boolean;
                    };
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly chooseGreeting: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly mailbox: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description Which greeting plays.
                     * @enum {unknown}
                     */
                    readonly plays: "by-hours" | "standard" | "after-hours";
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly uploadGreeting: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly mailbox: string;
                readonly greeting: "standard" | "after-hours";
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly removeGreeting: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly mailbox: string;
                readonly greeting: "standard" | "after-hours";
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getHours: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly flow: string;
                readonly step: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly override: null | {
                            readonly isOpen: boolean;
                            readonly until: number | null;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly setHours: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly flow: string;
                readonly step: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly isOpen: boolean;
                    /** @description Epoch milliseconds from which the schedule holds again; left out: until somebody decides otherwise. */
                    readonly until?: number;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly unsetHours: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly flow: string;
                readonly step: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getRefusals: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly refusals: readonly {
                            readonly number: string;
                            readonly channel: string;
                            readonly purpose: string;
                            readonly at: number;
                            readonly reasons: readonly ({
                                readonly kind: string;
                            } & {
                                readonly [key: string]: unknown;
                            })[];
                            readonly about: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly getSuppressions: {
        readonly parameters: {
            readonly query?: {
                readonly after?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly suppressions: readonly {
                            readonly number: string;
                            readonly scope: string;
                            readonly since: number;
                            readonly source: string;
                            readonly by: null | string;
                            readonly evidence: null | string;
                            readonly wording: null | string;
                            readonly lifted: null | {
                                readonly at: number;
                                readonly source: string;
                                readonly by: null | string;
                                readonly evidence: null | string;
                            };
                        }[];
                    };
                };
            };
        };
    };
    readonly stopPerson: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description In international form, such as +12025550101. */
                    readonly number: string;
                    readonly wording?: string;
                    readonly by?: string;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getTexts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly texts: readonly {
                            readonly sid: string;
                            readonly channel: string;
                            readonly from: string;
                            readonly to: string;
                            readonly text: string;
                            readonly files: number;
                            readonly at: number;
                            /** @description stop, start, help, words, or what a campaign read in it. */
                            readonly meaning: string;
                            readonly answer: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly getOutbox: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly outbox: readonly {
                            readonly id: string;
                            readonly key: string;
                            readonly channel: string;
                            readonly purpose: string;
                            readonly to: string;
                            readonly from: string;
                            /** @enum {unknown} */
                            readonly state: "claimed" | "asked" | "placed" | "ended" | "failed" | "refused";
                            readonly status: null | string;
                            readonly errorCode: null | number;
                            readonly reason: null | string;
                            readonly at: number;
                            readonly endedAt: null | number;
                        }[];
                    };
                };
            };
        };
    };
    readonly getSenders: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly senders: readonly {
                            /** @description A number, a short code, or the SID of a messaging service. */
                            readonly number: string;
                            /** @enum {unknown} */
                            readonly registration: "registered" | "unregistered" | "unknown";
                            /** @description Segments or messages in a second. */
                            readonly perSecond: null | number;
                            /** @description Segments in a day that ends at midnight Pacific; what is more waits for the next. */
                            readonly dailySegments?: null | number;
                            /** @description What all senders share that have one daily limit. */
                            readonly brand?: null | string;
                        }[];
                    };
                };
            };
        };
    };
    readonly setSender: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description A number, a short code, or the SID of a messaging service. */
                    readonly number: string;
                    /** @enum {unknown} */
                    readonly registration: "registered" | "unregistered" | "unknown";
                    /** @description Segments or messages in a second. */
                    readonly perSecond: null | number;
                    /** @description Segments in a day that ends at midnight Pacific; what is more waits for the next. */
                    readonly dailySegments?: null | number;
                    /** @description What all senders share that have one daily limit. */
                    readonly brand?: null | string;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly allowPerson: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description In international form, such as +12025550101. */
                    readonly number: string;
                    readonly by?: string;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly agreePerson: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description In international form, such as +12025550101. */
                    readonly number: string;
                    /** @enum {unknown} */
                    readonly channel: "call" | "sms" | "whatsapp" | "any";
                    /** @enum {unknown} */
                    readonly purpose: "conversational" | "requested" | "staff" | "reminder" | "marketing" | "any";
                    /** @enum {unknown} */
                    readonly kind: "express" | "written";
                    readonly source: string;
                    readonly wording: string;
                    readonly at?: number;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly findPerson: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description In international form, such as +12025550101. */
                    readonly number: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly isStopped: boolean;
                        readonly isOnDoNotCall: boolean;
                        readonly stops: readonly {
                            readonly number: string;
                            readonly scope: string;
                            readonly since: number;
                            readonly source: string;
                            readonly by: null | string;
                            readonly evidence: null | string;
                            readonly wording: null | string;
                            readonly lifted: null | {
                                readonly at: number;
                                readonly source: string;
                                readonly by: null | string;
                                readonly evidence: null | string;
                            };
                        }[];
                        readonly consents: readonly {
                            readonly channel: string;
                            readonly purpose: string;
                            readonly kind: string;
                            readonly at: number;
                            readonly source: string;
                            readonly wording: string;
                        }[];
                        readonly refusals: readonly {
                            readonly number: string;
                            readonly channel: string;
                            readonly purpose: string;
                            readonly at: number;
                            readonly reasons: readonly ({
                                readonly kind: string;
                            } & {
                                readonly [key: string]: unknown;
                            })[];
                            readonly about: string;
                        }[];
                        readonly written: readonly {
                            readonly sid: string;
                            readonly channel: string;
                            readonly from: string;
                            readonly to: string;
                            readonly text: string;
                            readonly files: number;
                            readonly at: number;
                            /** @description stop, start, help, words, or what a campaign read in it. */
                            readonly meaning: string;
                            readonly answer: string;
                        }[];
                        readonly sent: readonly {
                            readonly id: string;
                            readonly key: string;
                            readonly channel: string;
                            readonly purpose: string;
                            readonly to: string;
                            readonly from: string;
                            /** @enum {unknown} */
                            readonly state: "claimed" | "asked" | "placed" | "ended" | "failed" | "refused";
                            readonly status: null | string;
                            readonly errorCode: null | number;
                            readonly reason: null | string;
                            readonly at: number;
                            readonly endedAt: null | number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getRecordings: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly recordings: readonly {
                            readonly recordingSid: string;
                            readonly callSid: string;
                            readonly caller: string;
                            /** @description When the call began, epoch milliseconds. */
                            readonly at: number;
                            /** @description Whether its audio is kept here. */
                            readonly isHere: boolean;
                        }[];
                    };
                };
            };
        };
    };
    readonly getRecordingAudio: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The SID of a recording. */
                readonly recording: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The recording. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "audio/wav": string;
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getRecordingConsents: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly consents: readonly {
                            readonly callSid: string;
                            readonly caller: string;
                            readonly at: number;
                            /** @enum {unknown} */
                            readonly mode: "notice" | "ask";
                            readonly isAgreed: boolean;
                            readonly wording: string;
                            readonly language: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly getQueues: {
        readonly parameters: {
            readonly query?: {
                /** @description Callers who came at that moment or later, epoch milliseconds; default 24 hours ago. */
                readonly from?: number;
                /** @description Callers who came before that moment, epoch milliseconds; default now. */
                readonly to?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly queues: readonly {
                            readonly name: string;
                            readonly now: {
                                readonly waiting: number;
                                /** @description Milliseconds. */
                                readonly longestWait: number;
                                readonly talking: number;
                                readonly callbacks: number;
                            };
                            readonly waiting: readonly {
                                /** @description The number he calls from, or is called back at; a word where he shows none. */
                                readonly number: string;
                                /** @description When he came, epoch milliseconds. */
                                readonly since: number;
                                readonly priority: number;
                                /** @enum {unknown} */
                                readonly state: "waiting" | "choosing" | "offered" | "callback";
                                readonly isCallback: boolean;
                                readonly notBefore: null | number;
                                readonly agent: null | string;
                            }[];
                            readonly agents: readonly {
                                readonly number: string;
                                readonly name: string;
                                /** @enum {unknown} */
                                readonly state: "out" | "away" | "available" | "wrapping-up" | "ringing" | "talking";
                                /** @description Whether he stays on the line and is not rung. */
                                readonly isOnLine: boolean;
                            }[];
                            readonly answerWithinSeconds: number;
                            readonly figures: {
                                readonly came: number;
                                readonly answered: number;
                                readonly answeredInTime: number;
                                readonly abandoned: number;
                                /** @description Callers who went on elsewhere, by why: full, unstaffed, tooLong, message, callback-failed, … */
                                readonly wentElsewhere: {
                                    readonly [key: string]: number;
                                };
                                readonly callbacksAsked: number;
                                readonly callbacksAnswered: number;
                                readonly serviceLevel: null | number;
                                readonly averageWait: null | number;
                                readonly averageTalk: null | number;
                            };
                        }[];
                    };
                };
            };
        };
    };
    readonly setAgent: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The number the agent logs in with. */
                readonly number: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {unknown} */
                    readonly state: "available" | "away" | "out";
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getSlots: {
        readonly parameters: {
            readonly query?: {
                /** @description So many are passed over; default 0. */
                readonly after?: number;
                /** @description At most so many; default 200. */
                readonly limit?: number;
                /** @description Only those that stand so; offered: held for somebody now. */
                readonly state?: "free" | "offered" | "taken";
            };
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly slots: readonly {
                            readonly id: string;
                            readonly externalId: string;
                            readonly at: number;
                            readonly zone: string;
                            readonly data: {
                                readonly [key: string]: unknown;
                            };
                            /** @enum {unknown} */
                            readonly state: "free" | "offered" | "taken";
                            readonly isWaitlistFirst: boolean;
                            /** @description The reminder it is held for. */
                            readonly heldBy: null | string;
                            readonly heldUntil: null | number;
                            /** @description The reminder that has it. */
                            readonly takenBy: null | string;
                        }[];
                        /** @description Whether others follow. */
                        readonly hasMore: boolean;
                    };
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly putSlots: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly slots: readonly {
                        /** @description What it is called where it comes from; default its moment. */
                        readonly externalId?: string;
                        /** @description Epoch milliseconds. */
                        readonly at: number;
                        /** @description IANA. */
                        readonly zone: string;
                        /** @description What is different about it, such as place or with. */
                        readonly data?: {
                            readonly [key: string]: unknown;
                        };
                    }[];
                    /** @description Whether the waitlist is asked first; default false. */
                    readonly isFreed?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly added: number;
                        readonly changed: number;
                        readonly same: number;
                    };
                };
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly withdrawSlot: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly externalId: string;
                    /** @description Also when it is held for somebody, who hears that it is gone; default false. */
                    readonly evenIfHeld?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getWaitlist: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly people: readonly {
                            readonly reminderId: string;
                            readonly externalId: string;
                            readonly name: string;
                            readonly appointmentAt: number;
                            readonly appointmentZone: string;
                            readonly since: number;
                            /** @description Epoch milliseconds; null for at any time. */
                            readonly notBefore: null | number;
                            readonly offers: number;
                        }[];
                        readonly offers: readonly {
                            readonly id: string;
                            readonly slotId: string;
                            readonly reminderId: string;
                            /** @enum {unknown} */
                            readonly state: "asking" | "made" | "accepted" | "declined" | "expired" | "unreached" | "withdrawn";
                            readonly channel: null | string;
                            readonly at: number;
                            readonly madeAt: null | number;
                            readonly until: number;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly setWaitlist: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly externalId: string;
                    readonly waits: boolean;
                    /** @description Epoch milliseconds; null for at any time. */
                    readonly notBefore?: null | number;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getCampaigns: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly campaigns: readonly {
                            readonly name: string;
                            readonly flow: string;
                            /** @enum {unknown} */
                            readonly state: "running" | "paused" | "stopped";
                            readonly reason: null | string;
                            readonly spent: number;
                            readonly underWay: number;
                        }[];
                    };
                };
            };
        };
    };
    readonly setCampaignState: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {unknown} */
                    readonly state: "running" | "paused" | "stopped";
                    readonly reason?: string;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getCampaignMetrics: {
        readonly parameters: {
            readonly query?: {
                /** @description Appointments at that moment or later, epoch milliseconds. */
                readonly from?: number;
                /** @description Appointments before that moment, epoch milliseconds. */
                readonly to?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly people: number;
                        readonly attempted: number;
                        readonly reached: number;
                        readonly rightParty: number;
                        readonly confirmed: number;
                        readonly cancelled: number;
                        readonly cancelledInTime: number;
                        readonly rescheduled: number;
                        readonly optedOut: number;
                        readonly wrongNumber: number;
                        /** @description 0 to 1; null when there is nothing to divide by. */
                        readonly reachRate: null | number;
                        /** @description 0 to 1; null when there is nothing to divide by. */
                        readonly rightPartyRate: null | number;
                        /** @description 0 to 1; null when there is nothing to divide by. */
                        readonly confirmationRate: null | number;
                        /** @description 0 to 1; null when there is nothing to divide by. */
                        readonly optOutRate: null | number;
                        /** @description 0 to 1; null when there is nothing to divide by. */
                        readonly wrongNumberRate: null | number;
                        /** @description 0 to 1; null when there is nothing to divide by. */
                        readonly cancelledInTimeRate: null | number;
                        readonly calls: number;
                        readonly messages: number;
                        readonly voicemail: number;
                        /** @description 0 to 1; null when there is nothing to divide by. */
                        readonly voicemailRate: null | number;
                        readonly responses: readonly {
                            readonly channel: string;
                            readonly attempt: number;
                            readonly made: number;
                            readonly answered: number;
                            readonly voicemail: number;
                            /** @description 0 to 1; null when there is nothing to divide by. */
                            readonly responseRate: null | number;
                        }[];
                        readonly skipped: readonly {
                            readonly reason: string;
                            readonly count: number;
                        }[];
                        /** @description Times that people have left, and what became of them. */
                        readonly slots: {
                            readonly freed: number;
                            readonly refilled: number;
                            /** @description 0 to 1; null when there is nothing to divide by. */
                            readonly refillRate: null | number;
                            readonly offered: number;
                            readonly accepted: number;
                            readonly waiting: number;
                        };
                        /** @description Milliseconds from the first call or message to the first answer, the median. */
                        readonly timeToResponse: null | number;
                        /** @description As estimated; null without spending. */
                        readonly cost: null | number;
                        /** @description As estimated; null without spending. */
                        readonly costPerConfirmed: null | number;
                        readonly comparison: {
                            readonly reminded: {
                                readonly people: number;
                                readonly confirmed: number;
                                readonly cancelled: number;
                                readonly cancelledInTime: number;
                                readonly rescheduled: number;
                                readonly attended: number;
                                readonly noShow: number;
                                /** @description 0 to 1; null when there is nothing to divide by. */
                                readonly noShowRate: null | number;
                            };
                            readonly heldOut: {
                                readonly people: number;
                                readonly confirmed: number;
                                readonly cancelled: number;
                                readonly cancelledInTime: number;
                                readonly rescheduled: number;
                                readonly attended: number;
                                readonly noShow: number;
                                /** @description 0 to 1; null when there is nothing to divide by. */
                                readonly noShowRate: null | number;
                            };
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getOutcomesCalendar: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A calendar, ICS. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/calendar": string;
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getReminders: {
        readonly parameters: {
            readonly query?: {
                /** @description What `next` of the page before says; default: from the beginning. */
                readonly after?: string;
                /** @description At most so many; default 200. */
                readonly limit?: number;
                /** @description Appointments at that moment or later, epoch milliseconds. */
                readonly from?: number;
                /** @description Only those with this outcome, or `none` for those of whom nothing is known. */
                readonly outcome?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly reminders: readonly {
                            readonly id: string;
                            /** @description What the appointment is called where it comes from. */
                            readonly externalId: string;
                            /** @description In international form, such as +12025550101. */
                            readonly number: string;
                            readonly name: string;
                            /** @description BCP 47; null for the flow’s own. */
                            readonly language: null | string;
                            /** @description Where the person lives, IANA; null to go by the number. */
                            readonly zone: null | string;
                            /** @description Epoch milliseconds. */
                            readonly appointmentAt: number;
                            /** @description IANA. */
                            readonly appointmentZone: string;
                            /** @description What the flow and the texts want to say besides. */
                            readonly data: {
                                readonly [key: string]: unknown;
                            };
                            /** @enum {unknown} */
                            readonly state: "open" | "answered" | "withdrawn";
                            readonly outcome: null | string;
                            readonly outcomeAt: null | number;
                            /** @description Not reminded, to compare. */
                            readonly isHeldOut: boolean;
                        }[];
                        /** @description What to give as `after` for the page that follows; null when there is none. */
                        readonly next: null | string;
                    };
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly putReminder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description What the appointment is called where it comes from. */
                    readonly externalId: string;
                    /** @description In international form, such as +12025550101. */
                    readonly number: string;
                    readonly name: string;
                    /** @description BCP 47; null for the flow’s own. */
                    readonly language?: null | string;
                    /** @description Where the person lives, IANA; null to go by the number. */
                    readonly zone?: null | string;
                    /** @description Epoch milliseconds. */
                    readonly appointmentAt: number;
                    /** @description IANA. */
                    readonly appointmentZone: string;
                    /** @description What the flow and the texts want to say besides. */
                    readonly data?: {
                        readonly [key: string]: unknown;
                    };
                    /** @description Whether an earlier time is wanted, and from when on; null: not any more. Left out: as it is. */
                    readonly waitlist?: null | {
                        readonly notBefore: null | number;
                    };
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                        /** @enum {unknown} */
                        readonly change: "new" | "changed" | "same";
                    };
                };
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly postAppointments: {
        readonly parameters: {
            readonly query?: {
                /** @description Where numbers without a country code belong; default US. */
                readonly region?: string;
                /** @description Where times without an offset are told, IANA; default UTC. */
                readonly zone?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": readonly unknown[] | {
                    readonly appointments: readonly unknown[];
                    readonly consent?: {
                        readonly source: string;
                        readonly wording: string;
                    };
                } | {
                    readonly [key: string]: unknown;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly added: number;
                        readonly changed: number;
                        readonly same: number;
                        readonly withdrawn: number;
                        readonly unusable: number;
                        readonly appointments: readonly {
                            readonly index: number;
                            readonly externalId: null | string;
                            /** @enum {unknown} */
                            readonly result: "new" | "changed" | "same" | "withdrawn" | "unusable";
                            readonly reason: null | string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly withdrawReminder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly externalId: string;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly setAttendance: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly externalId: string;
                    readonly hasCome: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly getReminder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly reminder: {
                            readonly id: string;
                            /** @description What the appointment is called where it comes from. */
                            readonly externalId: string;
                            /** @description In international form, such as +12025550101. */
                            readonly number: string;
                            readonly name: string;
                            /** @description BCP 47; null for the flow’s own. */
                            readonly language: null | string;
                            /** @description Where the person lives, IANA; null to go by the number. */
                            readonly zone: null | string;
                            /** @description Epoch milliseconds. */
                            readonly appointmentAt: number;
                            /** @description IANA. */
                            readonly appointmentZone: string;
                            /** @description What the flow and the texts want to say besides. */
                            readonly data: {
                                readonly [key: string]: unknown;
                            };
                            /** @enum {unknown} */
                            readonly state: "open" | "answered" | "withdrawn";
                            readonly outcome: null | string;
                            readonly outcomeAt: null | number;
                            /** @description Not reminded, to compare. */
                            readonly isHeldOut: boolean;
                        };
                        readonly attempts: readonly {
                            readonly id: string;
                            readonly channel: string;
                            readonly offset: number;
                            readonly tries: number;
                            readonly dueAt: number;
                            readonly notAfter: number;
                            /** @enum {unknown} */
                            readonly state: "planned" | "claimed" | "placed" | "ended" | "cancelled";
                            readonly outcome: null | string;
                            readonly reason: null | string;
                            readonly endedAt: null | number;
                        }[];
                        readonly outcomes: readonly {
                            readonly attemptId: null | string;
                            readonly outcome: string;
                            readonly at: number;
                            readonly source: string;
                            readonly detail: null | string;
                        }[];
                    };
                };
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
    readonly addOutcome: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly campaign: string;
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {unknown} */
                    readonly outcome: "confirmed" | "cancel-requested" | "cancelled" | "reschedule-requested" | "rescheduled" | "callback-requested" | "wrong-number";
                    readonly by: string;
                    readonly detail?: string;
                };
            };
        };
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Default Response */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly error: {
                            readonly code: string;
                            readonly message: string;
                            readonly help: string;
                        };
                    };
                };
            };
        };
    };
}
