package com.dataenginex.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** An exporter that keeps nothing back and holds nothing that is to be closed. */
interface DirectExporter extends SpanExporter {
    @Override
    default CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    default CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
