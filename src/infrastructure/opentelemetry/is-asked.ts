export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the standard variables ask for traces. What draws them is loaded only then. */
export function isTracingAsked(environment: Environment): boolean {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = environment;
  const { OTEL_SDK_DISABLED: disabled, OTEL_TRACES_EXPORTER: exporter } = environment;
  return Boolean(all || traces) && disabled?.toLowerCase() !== 'true' && exporter !== 'none';
}
