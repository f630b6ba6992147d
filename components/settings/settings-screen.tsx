"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { Card, Panel } from "@/components/patterns/page/panel";
import { QueryError } from "@/components/patterns/states/query-error";
import { Words } from "@/components/reference/description";
import { SettingsFacts } from "@/components/settings/settings-facts";
import { SettingsForm } from "@/components/settings/settings-form";
import { Skeleton } from "@/components/ui/skeleton";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { settingsKey, settingsQuery } from "@/lib/workspaces/settings.client";

export interface SettingsScreenProps {
  mayManage: boolean;
  /** What whoever runs the installation should change; shown to administrators. */
  warning?: string | undefined;
}

/** What holds for the whole workspace. */
export function SettingsScreen({ mayManage, warning }: SettingsScreenProps) {
  const { data: settings, error, refetch } = useQuery(settingsQuery());
  useStreamInvalidation(["settings."], settingsKey, 0);
  return (
    <Page width="text">
      <PageHeader
        title="Settings"
        description="Settings for the whole workspace. A change is in force on every server before it is confirmed, and the audit log keeps the old value and the new one."
      />
      {settings ? (
        <div className="flex flex-col gap-6">
          {warning ? (
            <Panel title="This installation" padded>
              <p role="note" className="flex gap-2.5 [overflow-wrap:anywhere]">
                <TriangleAlert size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-caution" />
                <span>
                  <Words text={warning} />
                </span>
              </p>
            </Panel>
          ) : null}
          <Panel title="Workspace" padded>
            <SettingsForm settings={settings} mayManage={mayManage} />
          </Panel>
          <SettingsFacts settings={settings} />
        </div>
      ) : error ? (
        <Card>
          <QueryError title="The settings could not be loaded" error={error} onRetry={() => void refetch()} />
        </Card>
      ) : (
        <Skeleton className="h-72 w-full" />
      )}
    </Page>
  );
}
