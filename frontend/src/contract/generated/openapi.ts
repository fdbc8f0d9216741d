/* Generated from backend/contract; `make generate` rewrites it. */
export interface paths {
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health
         * @description Answer when the store does.
         */
        get: operations["health_api_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{application_name}/environment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep Environment
         * @description Put the values into the vault; the answer holds their references.
         */
        post: operations["keep_environment_api_v1_applications__application_name__environment_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands/answer_intake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer Intake
         * @description Answer a run's form.
         */
        post: operations["answer_intake_api_v1_commands_answer_intake_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands/cancel_run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Run
         * @description Stop a run; what it applied is undone first.
         */
        post: operations["cancel_run_api_v1_commands_cancel_run_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands/decide_approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide Approval
         * @description Answer an open question; only the first answer counts.
         */
        post: operations["decide_approval_api_v1_commands_decide_approval_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands/start_deployment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Deployment
         * @description Start a run; its events tell how it goes on.
         */
        post: operations["start_deployment_api_v1_commands_start_deployment_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands/start_rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Rollback
         * @description Start a run that undoes the newest release.
         */
        post: operations["start_rollback_api_v1_commands_start_rollback_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Credentials
         * @description What is stored, without the keys.
         */
        get: operations["credentials_api_v1_credentials_get"];
        put?: never;
        /**
         * Add Credential
         * @description Store keys after asking STS whose they are.
         */
        post: operations["add_credential_api_v1_credentials_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials/{credential_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Credential
         * @description Forget keys for good, unless something that is deployed needs them to be undone.
         */
        delete: operations["delete_credential_api_v1_credentials__credential_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/credentials/{credential_id}/account_digest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Account Digest
         * @description Everything in the account that the catalogue can touch, with its digest.
         */
        get: operations["account_digest_api_v1_credentials__credential_id__account_digest_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deployments
         * @description All deployments, the newest first.
         */
        get: operations["deployments_api_v1_deployments_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{deployment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deployment
         * @description One deployment, by its id or its application's name.
         */
        get: operations["deployment_api_v1_deployments__deployment_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/environment_values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep Environment Values
         * @description The same for a form, whose application may have no name yet.
         */
        post: operations["keep_environment_values_api_v1_environment_values_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Escalations
         * @description The cases that wait for a person, the oldest first.
         */
        get: operations["escalations_api_v1_escalations_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Identity
         * @description Who asks, if anybody; and whether there is an owner yet.
         */
        get: operations["identity_api_v1_identity_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Up
         * @description Make the owner, and sign them in; the link is used up.
         */
        post: operations["set_up_api_v1_identity_setup_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/sign_in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In
         * @description Begin a web session; the one before it in this browser ends.
         */
        post: operations["sign_in_api_v1_identity_sign_in_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/sign_out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign Out
         * @description End the web session of this browser.
         */
        post: operations["sign_out_api_v1_identity_sign_out_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/memories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Memories
         * @description What fits the text best, or without one the newest.
         */
        get: operations["memories_api_v1_memories_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/memories/{memory_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget Memory
         * @description Delete a memory for good.
         */
        delete: operations["forget_memory_api_v1_memories__memory_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Operation
         * @description Start a run of single actions; the run then holds what its reads have found.
         */
        post: operations["start_operation_api_v1_operations_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs
         * @description The newest runs first.
         */
        get: operations["runs_api_v1_runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{graph_run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run
         * @description One run as it stands.
         */
        get: operations["run_api_v1_runs__graph_run_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{graph_run_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events
         * @description One JSON line for each event, until the run ends; a line ``{"failure": …}`` breaks off.
         */
        get: operations["events_api_v1_runs__graph_run_id__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{graph_run_id}/fork": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fork Run
         * @description Start a run where this one had come to a node; no approval is reused.
         */
        post: operations["fork_run_api_v1_runs__graph_run_id__fork_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{graph_run_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Replay Run
         * @description A run rebuilt from its events alone, held against its records.
         */
        get: operations["replay_run_api_v1_runs__graph_run_id__replay_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{graph_run_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo Run
         * @description Start a run that takes back what this one, which has ended, has left.
         */
        post: operations["undo_run_api_v1_runs__graph_run_id__undo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sessions
         * @description The person's conversations, the last active first.
         */
        get: operations["sessions_api_v1_sessions_get"];
        put?: never;
        /**
         * Begin Session
         * @description Begin a conversation; it goes on over `/ws/agent`.
         */
        post: operations["begin_session_api_v1_sessions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Session Events
         * @description The events behind `after_sequence`, some hundreds at a time.
         */
        get: operations["session_events_api_v1_sessions__session_id__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Message
         * @description Say something; the answer is among the session's events as soon as this returns.
         */
        post: operations["send_message_api_v1_sessions__session_id__messages_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session_id}/pieces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pieces
         * @description Replies while they are written, a JSON line for each piece, until the client leaves.
         */
        get: operations["pieces_api_v1_sessions__session_id__pieces_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccessKeySpec
         * @description An AWS access key of a user, or temporary keys with their session token.
         */
        AccessKeySpec: {
            /** Access Key Id */
            access_key_id: string;
            /** Expires At */
            expires_at?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "access_key";
            /** Name */
            name: string;
            /**
             * Secret Access Key
             * Format: password
             */
            secret_access_key: string;
            /** Session Token */
            session_token?: string | null;
        };
        /**
         * AccountBinding
         * @description The account, region and caller that a plan was made for; asked again before every step.
         */
        AccountBinding: {
            /** Account Id */
            account_id: string;
            /** Caller Arn */
            caller_arn: string;
            /** Credential Id */
            credential_id: string;
            /** Is Sandbox */
            is_sandbox: boolean;
            /** Region */
            region: string;
        };
        /**
         * AccountChange
         * @description The account around a run: its digests, and what came, went or changed between them.
         *
         *     ``is_equal`` is ``None`` where that cannot be told, and ``reason`` then says why.
         */
        AccountChange: {
            /** After */
            after: string | null;
            /** Before */
            before: string | null;
            /**
             * Changed
             * @default []
             */
            changed?: string[];
            /** Is Complete */
            is_complete: boolean;
            /** Is Equal */
            is_equal: boolean | null;
            /** Reason */
            reason?: string | null;
        };
        /**
         * Actor
         * @description Who acts; ``local_owner`` is the person at the machine, when no server runs.
         */
        Actor: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "local_owner" | "user";
            /** User Id */
            user_id: string;
            /** User Name */
            user_name?: string | null;
        };
        /**
         * Answer
         * @description What can come out of a question to a person.
         * @enum {string}
         */
        Answer: "approved" | "rejected";
        /**
         * ApprovalQuestion
         * @description An open question: exactly what an answer must bind.
         */
        ApprovalQuestion: {
            /** Approval Id */
            approval_id: string;
            change_set: components["schemas"]["ChangeSet"];
            /** Change Set Digest */
            change_set_digest: string;
            /** Confirmations */
            confirmations: {
                [key: string]: string;
            };
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Exposures */
            exposures: string[];
            /** Graph Run Id */
            graph_run_id: string;
            plan: components["schemas"]["Plan"];
            /** Plan Digest */
            plan_digest: string;
            verdict: components["schemas"]["Verdict"];
        };
        /**
         * ArtefactReference
         * @description Packaged bytes by digest, with what a person wants to know of them.
         */
        ArtefactReference: {
            /** Dependencies */
            dependencies: string[];
            /** Digest */
            digest: string;
            /** Name */
            name: string;
            /**
             * Notes
             * @default []
             */
            notes?: string[];
            /** Size Bytes */
            size_bytes: number;
            /** Unzipped Bytes */
            unzipped_bytes: number;
        };
        /**
         * Change
         * @description What one step would do to its resource; ``before`` is the live state, ``None`` where it is
         *     absent.
         */
        Change: {
            after: components["schemas"]["JsonValue"];
            before: components["schemas"]["JsonValue"];
            kind: components["schemas"]["ChangeKind"];
            /** Resource */
            resource: string;
            /** Step Id */
            step_id: string;
        };
        /**
         * ChangeKind
         * @description What a step would do to its resource, as a preview found it.
         * @enum {string}
         */
        ChangeKind: "create" | "update" | "replace" | "delete" | "run" | "none";
        /**
         * ChangeSet
         * @description The preview of a whole plan, bound to it and to the identity that looked.
         */
        ChangeSet: {
            /** Account Id */
            account_id: string;
            /** Arn */
            arn?: string | null;
            /** Caller Arn */
            caller_arn: string;
            /** Changes */
            changes: components["schemas"]["Change"][];
            /** Plan Digest */
            plan_digest: string;
        };
        /**
         * CredentialScope
         * @description Whose a credential is; without an application it serves all of the environment.
         */
        CredentialScope: {
            /** Application Id */
            application_id?: string | null;
            /** Environment Id */
            environment_id: string;
            /** Tenant Id */
            tenant_id: string;
            /** User Id */
            user_id: string;
        };
        /**
         * CredentialSummary
         * @description What is shown of a credential; never the credential.
         */
        CredentialSummary: {
            /** Account Id */
            account_id?: string | null;
            /** Arn */
            arn?: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Credential Id */
            credential_id: string;
            /** Expires At */
            expires_at?: string | null;
            /** Is Sandbox */
            is_sandbox: boolean;
            /**
             * Kind
             * @enum {string}
             */
            kind: "access_key" | "role" | "sandbox_account" | "github_token" | "environment_values";
            /** Last Four */
            last_four: string;
            /** Name */
            name: string;
            scope: components["schemas"]["CredentialScope"];
        };
        /**
         * Decision
         * @description ``fixable`` sends a plan back to planning; ``vetoed`` ends it with an escalation.
         * @enum {string}
         */
        Decision: "approved" | "fixable" | "vetoed";
        /**
         * DeploymentRequest
         * @description What a person wants deployed; ``None`` is what is still to be asked.
         *
         *     ``environment`` holds references to the vault, never values.
         */
        DeploymentRequest: {
            /** Application Name */
            application_name?: string | null;
            /** Branch */
            branch?: string | null;
            /** Environment */
            environment?: {
                [key: string]: string;
            };
            /**
             * Memory Mb
             * @default 512
             */
            memory_mb?: number;
            /** Region */
            region?: string | null;
            /** Runtime */
            runtime?: string | null;
            /** Source */
            source?: string | null;
            /** Target */
            target?: string | null;
            /**
             * Timeout S
             * @default 30
             */
            timeout_s?: number;
        };
        /**
         * DeploymentView
         * @description An application running in an environment, with its newest release.
         */
        DeploymentView: {
            account?: components["schemas"]["AccountChange"] | null;
            /** Account Id */
            account_id: string;
            /** Deployment Id */
            deployment_id: string;
            /** Is Sandbox */
            is_sandbox: boolean;
            /** Region */
            region: string;
            /** Release Count */
            release_count: number;
            /** Release Id */
            release_id: string | null;
            scope: components["schemas"]["Scope"];
            /** Status */
            status: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Url */
            url: string | null;
        };
        /**
         * Effect
         * @description What an action needs: nothing, one approval, or the resource's name typed by a person.
         * @enum {string}
         */
        Effect: "read" | "write" | "destructive";
        /**
         * EnvironmentValuesSpec
         * @description The values of ``--env K=V``; plans name them by credential id and variable.
         */
        EnvironmentValuesSpec: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "environment_values";
            /** Name */
            name: string;
            /** Values */
            values: {
                [key: string]: string;
            };
        };
        /**
         * EscalationView
         * @description A case that waits for a person: what went wrong in a run, and what it has left behind.
         */
        EscalationView: {
            /** Escalation Id */
            escalation_id: string;
            /** Failure */
            failure: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Graph Run Id */
            graph_run_id: string;
            /** Left */
            left: {
                [key: string]: components["schemas"]["JsonValue"];
            }[];
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /** Reason Code */
            reason_code: string;
            scope: components["schemas"]["Scope"];
        };
        /**
         * Event
         * @description One thing that happened; ``event_id`` stays the same when a run is replayed.
         */
        Event: {
            /** Agent */
            agent?: string | null;
            /** Application Id */
            application_id: string;
            /** Correlation Id */
            correlation_id: string;
            /** Environment Id */
            environment_id: string;
            /** Error Code */
            error_code?: string | null;
            /** Event Id */
            event_id: string;
            /** Graph Run Id */
            graph_run_id?: string | null;
            /** Latency Ms */
            latency_ms?: number | null;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /** Payload */
            payload?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Phase */
            phase?: string | null;
            /** Sequence */
            sequence?: number | null;
            /** Session Id */
            session_id: string;
            /** Status */
            status?: string | null;
            /** Tenant Id */
            tenant_id: string;
            type: components["schemas"]["EventType"];
        };
        /**
         * EventPage
         * @description Events of a session, in order; ``epoch`` and ``last_sequence`` as on the socket.
         */
        EventPage: {
            /** Epoch */
            epoch: string;
            /** Events */
            events: components["schemas"]["Event"][];
            /** Last Sequence */
            last_sequence: number;
        };
        /**
         * EventType
         * @description The closed set of things that are told.
         * @enum {string}
         */
        EventType: "graph_started" | "node_queued" | "node_started" | "node_completed" | "node_exhausted" | "graph_completed" | "graph_failed" | "intake_requested" | "intake_completed" | "brief_created" | "preflight_completed" | "plan_drafted" | "verdict_given" | "change_set_created" | "approval_requested" | "approval_decided" | "plan_sealed" | "step_started" | "step_applied" | "step_failed" | "step_undone" | "undo_completed" | "account_digested" | "health_checked" | "deployment_succeeded" | "deployment_failed" | "operation_answered" | "operation_succeeded" | "operation_failed" | "escalation_opened" | "credential_used" | "tool_called" | "guardrail_tripped" | "run_locked" | "run_paused" | "run_resumed" | "turn_added";
        /**
         * GithubTokenSpec
         * @description A token that may read repositories.
         */
        GithubTokenSpec: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "github_token";
            /** Name */
            name: string;
            /**
             * Token
             * Format: password
             */
            token: string;
        };
        /**
         * Health
         * @description Which back ends are active; no secret and no address.
         */
        Health: {
            /** Accounts */
            accounts: ("aws" | "sandbox")[];
            /**
             * Documents
             * @enum {string}
             */
            documents: "embedded" | "mongodb";
            /**
             * Engine
             * @default dbos_sqlite
             * @constant
             */
            engine?: "dbos_sqlite";
            /** Is Sandbox Available */
            is_sandbox_available: boolean;
            /**
             * Knowledge
             * @enum {string}
             */
            knowledge: "embedded" | "qdrant";
            /**
             * Language
             * @enum {string}
             */
            language: "interpreter" | "model";
            model: components["schemas"]["ModelHealth"] | null;
            /**
             * Status
             * @default ok
             * @constant
             */
            status?: "ok";
            /** Version */
            version: string;
        };
        /**
         * HealthExpectation
         * @description How the validator decides that the deployment works: GET ``url`` + ``path`` answers
         *     ``status``.
         */
        HealthExpectation: {
            /** Path */
            path: string;
            /**
             * Status
             * @default 200
             */
            status?: number;
            url: components["schemas"]["JsonValue"];
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * IdentityView
         * @description Who asks, and whether anybody has set this installation up.
         */
        IdentityView: {
            /** Is Set Up */
            is_set_up: boolean;
            /**
             * Roles
             * @default [
             *       "viewer",
             *       "deployer",
             *       "approver",
             *       "operator",
             *       "owner"
             *     ]
             */
            roles?: components["schemas"]["Role"][];
            user: components["schemas"]["UserView"] | null;
        };
        JsonValue: import("@/contract/json").JsonValue;
        /**
         * Match
         * @description A memory that was found; a higher score fits better, within one answer only.
         */
        Match: {
            memory: components["schemas"]["Memory"];
            /** Score */
            score: number;
        };
        /**
         * Memory
         * @description One thing worth knowing again, and whose it is.
         */
        Memory: {
            /**
             * Collection
             * @enum {string}
             */
            collection: "briefs" | "failures" | "templates";
            /** Deployment Id */
            deployment_id?: string | null;
            /** Expires At */
            expires_at?: string | null;
            /** Graph Run Id */
            graph_run_id?: string | null;
            /** Memory Id */
            memory_id: string;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            scope: components["schemas"]["Scope"];
            /**
             * Tags
             * @default []
             */
            tags?: string[];
            /** Text */
            text: string;
        };
        /**
         * ModelHealth
         * @description The language model, as the last answers have shown it.
         *
         *     ``active`` is its name, or ``None`` while none answers and the interpreter does. ``since`` and
         *     ``reason`` say when and why the primary model stopped.
         */
        ModelHealth: {
            /** Active */
            active: string | null;
            /** Is Degraded */
            is_degraded: boolean;
            /** Reason */
            reason: string | null;
            /** Since */
            since: string | null;
        };
        /**
         * OperationAnswer
         * @description What a read of an operation found.
         *
         *     ``answer`` is ``{"columns", "rows", "total"}`` for a list, of which ``rows`` may be the
         *     beginning, or ``{"facts": {…}}`` for one thing.
         */
        OperationAnswer: {
            /** Action */
            action: string;
            /** Answer */
            answer: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Step Id */
            step_id: string;
            /** Title */
            title: string;
        };
        /**
         * Plan
         * @description All that will be done, for whom, where, with what, until when.
         */
        Plan: {
            account: components["schemas"]["AccountBinding"];
            /** Artefacts */
            artefacts: components["schemas"]["ArtefactReference"][];
            /** Confirmation */
            confirmation?: string | null;
            /** Cost */
            cost: string;
            /** Deployment Id */
            deployment_id: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Graph Id */
            graph_id: string;
            /** Graph Run Id */
            graph_run_id: string;
            health: components["schemas"]["HealthExpectation"] | null;
            /** Iam Policy */
            iam_policy: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Intent */
            intent: string;
            /** Nonce */
            nonce: string;
            /** Outputs */
            outputs: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Policy Version */
            policy_version: string;
            /** Release Id */
            release_id: string;
            /**
             * Schema Version
             * @default 1
             */
            schema_version?: number;
            scope: components["schemas"]["Scope"];
            source: components["schemas"]["SourceReference"] | null;
            /** Steps */
            steps: components["schemas"]["Step"][];
            /** Target */
            target: string;
            /** Undoes */
            undoes?: string | null;
        };
        /**
         * PolicyFinding
         * @description One broken rule, with the step that breaks it (``None``: the plan as a whole).
         */
        PolicyFinding: {
            /** Is Fixable */
            is_fixable: boolean;
            /** Message */
            message: string;
            /** Reason Code */
            reason_code: string;
            /** Rule */
            rule: string;
            /** Step Id */
            step_id: string | null;
        };
        /**
         * Provenance
         * @description Where the value of an argument comes from.
         * @enum {string}
         */
        Provenance: "user" | "default" | "aws_read" | "repo_fact" | "model";
        /**
         * ReplayDifference
         * @description Something that the events of a run and its records say differently.
         */
        ReplayDifference: {
            /** Field */
            field: string;
            from_events: components["schemas"]["JsonValue"];
            recorded: components["schemas"]["JsonValue"];
        };
        /**
         * Role
         * @description What somebody is to an installation; a person may have several.
         * @enum {string}
         */
        Role: "viewer" | "deployer" | "approver" | "operator" | "owner";
        /**
         * RoleSpec
         * @description A role to be assumed with another credential; AWS says that an external id is no secret.
         */
        RoleSpec: {
            /** External Id */
            external_id?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "role";
            /** Name */
            name: string;
            /** Role Arn */
            role_arn: string;
            /** Source Credential Id */
            source_credential_id: string;
        };
        /**
         * RunReplay
         * @description A run rebuilt from its events alone, and what does not fit.
         */
        RunReplay: {
            /** Differences */
            differences: components["schemas"]["ReplayDifference"][];
            /** Event Count */
            event_count: number;
            /** Event Digest */
            event_digest: string;
            /** First Sequence */
            first_sequence: number | null;
            /** Graph Run Id */
            graph_run_id: string;
            /** Last Sequence */
            last_sequence: number | null;
            /** Missing Sequences */
            missing_sequences: number[];
            /** State */
            state: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * RunView
         * @description One run as it stands.
         *
         *     ``completion_state`` is ``None`` while it lives; ``question`` while it waits.
         */
        RunView: {
            account?: components["schemas"]["AccountChange"] | null;
            actor: components["schemas"]["Actor"];
            /**
             * Answers
             * @default []
             */
            answers?: components["schemas"]["OperationAnswer"][];
            /** Change Set Digest */
            change_set_digest: string | null;
            /** Completion State */
            completion_state: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Deployment Id */
            deployment_id: string | null;
            /** Ended At */
            ended_at: string | null;
            /** Failure */
            failure: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Graph Id */
            graph_id: string;
            /** Graph Run Id */
            graph_run_id: string;
            health: components["schemas"]["JsonValue"];
            /** Node */
            node: string | null;
            /** Plan Digest */
            plan_digest: string | null;
            question: components["schemas"]["ApprovalQuestion"] | null;
            scope: components["schemas"]["Scope"];
            /** Session Id */
            session_id: string;
            /** Steps */
            steps: {
                [key: string]: components["schemas"]["JsonValue"];
            }[];
            /** Undo */
            undo: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Url */
            url: string | null;
        };
        /**
         * SandboxAccountRequest
         * @description The simulated account; without an endpoint, the one of this machine, started if needed.
         */
        SandboxAccountRequest: {
            /** Endpoint Url */
            endpoint_url?: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "sandbox_account";
            /** Name */
            name?: string | null;
        };
        /**
         * Scope
         * @description The three ids that every record, key and AAD carries.
         */
        Scope: {
            /** Application Id */
            application_id: string;
            /** Environment Id */
            environment_id: string;
            /** Tenant Id */
            tenant_id: string;
        };
        /**
         * SessionTokens
         * @description What a conversation has spent on the language model, and what it may spend.
         */
        SessionTokens: {
            /** Input Allowed */
            input_allowed: number;
            /** Input Tokens */
            input_tokens: number;
            /** Is Spent */
            is_spent: boolean;
            /** Output Allowed */
            output_allowed: number;
            /** Output Tokens */
            output_tokens: number;
        };
        /**
         * SessionView
         * @description One conversation of one person.
         */
        SessionView: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Last Active At
             * Format: date-time
             */
            last_active_at: string;
            /** Session Id */
            session_id: string;
            /** Title */
            title: string;
            tokens: components["schemas"]["SessionTokens"] | null;
        };
        /**
         * SourceReference
         * @description What is deployed: a commit, or the digest of a folder's content.
         */
        SourceReference: {
            /** Branch */
            branch: string | null;
            /** Commit */
            commit: string | null;
            /** Content Digest */
            content_digest: string;
            /** Location */
            location: string;
            /** Repository */
            repository: string | null;
            /**
             * Uncommitted
             * @default []
             */
            uncommitted?: string[];
        };
        /**
         * StartedRun
         * @description The answer to a command that starts a run.
         */
        StartedRun: {
            /** Graph Run Id */
            graph_run_id: string;
        };
        /**
         * Step
         * @description One action with exact parameters; what it does is copied from the catalogue and checked
         *     against it.
         */
        Step: {
            /** Action */
            action: string;
            /** Compensation */
            compensation: string | null;
            effect: components["schemas"]["Effect"];
            /** Exposes */
            exposes?: string | null;
            /** Iam Actions */
            iam_actions: string[];
            label: components["schemas"]["UndoLabel"];
            /** Params */
            params: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Provenance */
            provenance: {
                [key: string]: components["schemas"]["Provenance"];
            };
            /** Resource */
            resource: string;
            /** Step Id */
            step_id: string;
            /** Title */
            title: string;
        };
        /**
         * ToolCall
         * @description A tool call as a model emits it: ``{"tool": "create_bucket", "args": {…}}``.
         */
        ToolCall: {
            /** Args */
            args: {
                [key: string]: unknown;
            };
            /** Tool */
            tool: string;
        };
        /**
         * UndoLabel
         * @description How well an action can be undone; shown before approval.
         * @enum {string}
         */
        UndoLabel: "exact" | "compensatable" | "irreversible";
        /**
         * UserView
         * @description One person, as everybody may see them.
         */
        UserView: {
            /** Roles */
            roles: components["schemas"]["Role"][];
            /** User Id */
            user_id: string;
            /** User Name */
            user_name: string;
        };
        /** ValidationError */
        ValidationError: {
            /** Context */
            ctx?: Record<string, never>;
            /** Input */
            input?: unknown;
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
        };
        /**
         * Verdict
         * @description The decision over one plan under one policy version.
         */
        Verdict: {
            decision: components["schemas"]["Decision"];
            /** Findings */
            findings: components["schemas"]["PolicyFinding"][];
            /** Plan Digest */
            plan_digest: string;
            /** Policy Version */
            policy_version: string;
            /** Rules Checked */
            rules_checked: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    health_api_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    keep_environment_api_v1_applications__application_name__environment_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                application_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Values */
                    values: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    answer_intake_api_v1_commands_answer_intake_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Graph Run Id */
                    graph_run_id: string;
                    request: components["schemas"]["DeploymentRequest"];
                    /**
                     * Type
                     * @default answer_intake
                     * @constant
                     */
                    type?: "answer_intake";
                };
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cancel_run_api_v1_commands_cancel_run_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Graph Run Id */
                    graph_run_id: string;
                    /**
                     * Type
                     * @default cancel_run
                     * @constant
                     */
                    type?: "cancel_run";
                };
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    decide_approval_api_v1_commands_decide_approval_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Allowed Exposures
                     * @default []
                     */
                    allowed_exposures?: string[];
                    answer: components["schemas"]["Answer"];
                    /** Approval Id */
                    approval_id: string;
                    /** Change Set Digest */
                    change_set_digest: string;
                    /** Confirmed Steps */
                    confirmed_steps?: {
                        [key: string]: string;
                    };
                    /** Plan Digest */
                    plan_digest: string;
                    /** Reason */
                    reason?: string | null;
                    /**
                     * Type
                     * @default decide_approval
                     * @constant
                     */
                    type?: "decide_approval";
                };
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    start_deployment_api_v1_commands_start_deployment_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Credential Id */
                    credential_id: string;
                    request: components["schemas"]["DeploymentRequest"];
                    /**
                     * Type
                     * @default start_deployment
                     * @constant
                     */
                    type?: "start_deployment";
                };
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
        };
    };
    start_rollback_api_v1_commands_start_rollback_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Deployment Id */
                    deployment_id: string;
                    /**
                     * Type
                     * @default start_rollback
                     * @constant
                     */
                    type?: "start_rollback";
                };
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
        };
    };
    credentials_api_v1_credentials_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialSummary"][];
                };
            };
        };
    };
    add_credential_api_v1_credentials_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessKeySpec"] | components["schemas"]["RoleSpec"] | components["schemas"]["SandboxAccountRequest"] | components["schemas"]["GithubTokenSpec"] | components["schemas"]["EnvironmentValuesSpec"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialSummary"];
                };
            };
        };
    };
    delete_credential_api_v1_credentials__credential_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    account_digest_api_v1_credentials__credential_id__account_digest_get: {
        parameters: {
            query: {
                region: string;
            };
            header?: never;
            path: {
                credential_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    deployments_api_v1_deployments_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentView"][];
                };
            };
        };
    };
    deployment_api_v1_deployments__deployment_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deployment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentView"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    keep_environment_values_api_v1_environment_values_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Application Name */
                    application_name: string;
                    /** Values */
                    values: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: string;
                    };
                };
            };
        };
    };
    escalations_api_v1_escalations_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EscalationView"][];
                };
            };
        };
    };
    identity_api_v1_identity_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityView"];
                };
            };
        };
    };
    set_up_api_v1_identity_setup_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Password
                     * Format: password
                     */
                    password: string;
                    /**
                     * Token
                     * Format: password
                     */
                    token: string;
                    /** User Name */
                    user_name: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityView"];
                };
            };
        };
    };
    sign_in_api_v1_identity_sign_in_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Password
                     * Format: password
                     */
                    password: string;
                    /** User Name */
                    user_name: string;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityView"];
                };
            };
        };
    };
    sign_out_api_v1_identity_sign_out_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    memories_api_v1_memories_get: {
        parameters: {
            query?: {
                limit?: number;
                text?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Match"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    forget_memory_api_v1_memories__memory_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                memory_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    start_operation_api_v1_operations_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Calls */
                    calls: components["schemas"]["ToolCall"][];
                    /** Credential Id */
                    credential_id: string;
                    /** Region */
                    region: string;
                    /**
                     * Type
                     * @default start_operation
                     * @constant
                     */
                    type?: "start_operation";
                };
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
        };
    };
    runs_api_v1_runs_get: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"][];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    run_api_v1_runs__graph_run_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                graph_run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    events_api_v1_runs__graph_run_id__events_get: {
        parameters: {
            query?: {
                after_sequence?: number;
            };
            header?: never;
            path: {
                graph_run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    fork_run_api_v1_runs__graph_run_id__fork_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                graph_run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Node */
                    node: string;
                    /** Visit */
                    visit?: number | null;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    replay_run_api_v1_runs__graph_run_id__replay_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                graph_run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunReplay"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    undo_run_api_v1_runs__graph_run_id__undo_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                graph_run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    sessions_api_v1_sessions_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"][];
                };
            };
        };
    };
    begin_session_api_v1_sessions_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
        };
    };
    session_events_api_v1_sessions__session_id__events_get: {
        parameters: {
            query?: {
                after_sequence?: number;
            };
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    send_message_api_v1_sessions__session_id__messages_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Message Id */
                    message_id: string;
                    /** Text */
                    text: string;
                    /**
                     * Type
                     * @default send_message
                     * @constant
                     */
                    type?: "send_message";
                };
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    pieces_api_v1_sessions__session_id__pieces_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
}
