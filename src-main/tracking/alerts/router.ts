/** @file Procedures of alerts. */
import { os } from '../../platform/api/implement.ts';
import type { Alerts } from './alerts.ts';

export function alertsRouter({ alerts }: { readonly alerts: Alerts }) {
  return {
    rules: os.alerts.rules.handler(() => alerts.rules()),
    addRule: os.alerts.addRule.handler(({ input, context }) => alerts.addRule(input, context.person.name)),
    setEnabled: os.alerts.setEnabled.handler(({ input }) => alerts.setEnabled(input.rule, input.enabled)),
    removeRule: os.alerts.removeRule.handler(({ input }) => {
      alerts.removeRule(input.rule);
      return {};
    }),
    list: os.alerts.list.handler(({ input }) => alerts.list(input)),
    command: os.alerts.command.handler(() => alerts.command()),
    setCommand: os.alerts.setCommand.handler(({ input, context }) =>
      alerts.setCommand(input.command, context.person.name),
    ),
    tryCommand: os.alerts.tryCommand.handler(async () => ({ error: await alerts.tryCommand() })),
  };
}
