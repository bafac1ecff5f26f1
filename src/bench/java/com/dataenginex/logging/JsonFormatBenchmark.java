package com.dataenginex.logging;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.Exchanges;
import com.dataenginex.http.Measured;
import com.dataenginex.json.Utf8Buffer;
import com.dataenginex.log.EpochNanos;
import com.dataenginex.log.Severity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the writer's thread does for the last line of a request. */
@State(Scope.Benchmark)
public class JsonFormatBenchmark extends Measured {
    private final Exchange exchange = Exchanges.ended();
    private final JsonFormat format = new JsonFormat("dataenginex", "1.0.0", "prod");
    private final Utf8Buffer out = new Utf8Buffer(4_096);
    private final LogLine line = new LogLine(EpochNanos.now(), Severity.INFO,
            "com.dataenginex.logging.RequestLoggingFilter", "request_completed",
            fields -> fields.text("method", exchange.request().method()).text("path", exchange.request().path())
                    .text("client_host", "127.0.0.1").text("user_agent", "curl/8.5.0")
                    .text("route", exchange.template())
                    .number("status_code", exchange.status()).seconds("duration_seconds", exchange.durationNanos())
                    .number("response_bytes", exchange.responseBytes()).text("outcome", "completed"),
            null, "97e55499-7a6f-4413-871b-aa2ad09cbe58", "62c824fa9f8721aeebb464b6bb705c82", "359ac72fe6e07a7e",
            false);

    @Benchmark
    public int requestCompleted() {
        out.clear(1 << 20);
        format.append(line, out);
        return out.length();
    }
}
