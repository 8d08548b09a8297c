// A type as JSON spells it: the values of enums instead of their names, no functions, nothing that only the programs have.
import type * as raw from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as lines from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type * as states from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as expr from '@grafana/grafana-foundation-sdk/expr';
import type * as alerting from '@grafana/grafana-foundation-sdk/alerting';

type Numeric<T extends number> = `${T}` extends `${infer N extends number}` ? N : never;
export type Plain<T> =
    T extends string ? `${T}`
    : T extends number ? Numeric<T>
    : T extends boolean | null | undefined ? T
    : T extends (infer U)[] ? Plain<U>[]
    : unknown extends T ? unknown
    : T extends object ? { [K in keyof T as T[K] extends (...given: never) => unknown ? never : K]: Plain<T[K]> }
    : T;

export type Query = Plain<prometheus.Dataquery>;
// frameIndex is what a new table panel has by itself.
interface Kinds {
    stat: { options: Plain<stat.Options>; custom?: never };
    timeseries: { options: Plain<Omit<lines.Options, 'annotations'>>; custom: Plain<lines.FieldConfig> };
    'state-timeline': { options: Plain<Omit<states.Options, 'annotations'>>; custom: Plain<states.FieldConfig> };
    table: { options: Plain<Omit<table.Options, 'frameIndex'>>; custom: Plain<table.FieldConfig> };
}
type Given = 'options' | 'fieldConfig' | 'targets' | 'type' | 'transformations';
export type Panel = {
    [K in keyof Kinds]: Plain<Omit<raw.Panel, Given>> & {
        type: K;
        options: Kinds[K]['options'];
        targets: Query[];
        transformations?: Plain<raw.DataTransformerConfig>[];
        fieldConfig: Plain<Omit<raw.FieldConfigSource, 'defaults'>> & {
            defaults: Plain<Omit<raw.FieldConfig, 'custom'>> & { custom?: Kinds[K]['custom'] };
        };
    }
}[keyof Kinds];
// A row's panels stand beside it while it is open.
export type Row = Plain<Omit<raw.RowPanel, 'panels'>> & { panels: [] };
// Grafana's annotations carry the query of their source besides what the type names.
type Mark = Plain<raw.AnnotationQuery> & { expr: string; step: string; titleFormat: string; useValueForTime: boolean };
type Variable = Plain<raw.VariableModel> & { definition: string };
export type Dashboard = Plain<Omit<raw.Dashboard, 'panels' | 'annotations' | 'templating'>> & {
    uid: string;
    panels: (Panel | Row)[];
    annotations: { list: Mark[] };
    templating: { list: Variable[] };
};

// In files a rule has neither folder nor organisation of its own; its group has.
type Rule = Plain<Omit<alerting.Rule, 'data' | 'orgID' | 'folderUID' | 'ruleGroup'>> & {
    uid: string;
    data: (Plain<Omit<alerting.Query, 'model'>> & { model: Query | Plain<expr.TypeMath> })[];
};
export interface Rules {
    apiVersion: 1;
    groups: { orgId: number; name: string; folder: string; interval: string; rules: Rule[] }[];
}
export interface ContactPoints {
    apiVersion: 1;
    contactPoints: { orgId: number; name: string; receivers: Plain<Omit<alerting.ContactPoint, 'name' | 'provenance'>>[] }[];
}
export interface Policies {
    apiVersion: 1;
    policies: (Plain<Omit<alerting.NotificationPolicy, 'provenance'>> & { orgId: number })[];
}
