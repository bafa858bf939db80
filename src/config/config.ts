import { type Static, Type } from 'typebox';
import type { RemoteAccess } from '../domain/network/remote-access.ts';
import { ACCESS_VARIABLES, type AccessSettings, accessSettingsFrom } from './access.ts';
import { ADMISSION_VARIABLES, type AdmissionSettings, admissionSettingsFrom } from './admission.ts';
import { LISTENING_VARIABLES, type ListeningSettings, listeningSettingsFrom } from './listening.ts';
import { LOG_VARIABLES, type LogSettings, logSettingsFrom } from './log.ts';
import { MODELS_VARIABLES, type ModelsSettings, modelsSettingsFrom } from './models.ts';
import { PROCESSES_VARIABLES, type ProcessesSettings, processesSettingsFrom } from './processes.ts';
import { RECORDS_VARIABLES, type RecordsSettings, recordsSettingsFrom } from './records.ts';
import { REMOTE_ACCESS_VARIABLES, remoteAccessFrom } from './remote-access.ts';
import type { Environment } from './variables.ts';
import { WEBHOOKS_VARIABLES, type WebhooksSettings, webhooksSettingsFrom } from './webhooks.ts';

/** Every setting, by its variable. `description` says what is allowed, in the words that a wrong value is answered with. */
export const EnvironmentSchema = Type.Object({
  ...LISTENING_VARIABLES,
  ...ACCESS_VARIABLES,
  ...RECORDS_VARIABLES,
  ...MODELS_VARIABLES,
  ...ADMISSION_VARIABLES,
  ...PROCESSES_VARIABLES,
  ...WEBHOOKS_VARIABLES,
  ...REMOTE_ACCESS_VARIABLES,
  ...LOG_VARIABLES,
});

/** The settings, checked and complete. Nothing below `main` and the commands reads the environment. */
export interface Config
  extends ListeningSettings,
    AccessSettings,
    RecordsSettings,
    ModelsSettings,
    AdmissionSettings,
    ProcessesSettings,
    WebhooksSettings,
    LogSettings {
  /** By default no host may be sent scans. */
  readonly remoteAccess: RemoteAccess;
}

/** From values that were checked; the environment holds the tokens of remote models. */
export function configFrom(values: Static<typeof EnvironmentSchema>, env: Environment): Config {
  return {
    ...listeningSettingsFrom(values),
    ...accessSettingsFrom(values),
    ...recordsSettingsFrom(values),
    ...modelsSettingsFrom(values),
    ...admissionSettingsFrom(values),
    ...processesSettingsFrom(values),
    ...webhooksSettingsFrom(values),
    ...logSettingsFrom(values),
    remoteAccess: remoteAccessFrom(values.SCANBENCH_REMOTE_HOSTS, env),
  };
}
