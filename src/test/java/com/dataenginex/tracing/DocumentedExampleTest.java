package com.dataenginex.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.TestApplication;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The guide's example of a span of one's own, compiled and run. */
@Tag("observability")
class DocumentedExampleTest {
    private static final Path SOURCE = Path.of("src/test/java/com/dataenginex/tracing/DocumentedExampleTest.java");

    // example
    private static final SpanStarter TRACER = SpanStarter.get(DocumentedExampleTest.class);

    static void myFunction() {
        TRACER.run("database_query", span -> {
            span.set("query.table", "users").set("query.limit", 100);
            // ... do database work ...
            span.set("query.results", 42);
        });
    }
    // end of example

    @Test
    void isInTheGuideAsItStandsHere() throws IOException {
        String source = Files.readString(SOURCE);
        String example = source
                .substring(source.indexOf("    // example\n") + 15, source.indexOf("    // end of example")).lines()
                .map(line -> line.isEmpty() ? line : line.substring(4)).collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("docs/OBSERVABILITY.md"))).contains("```java\n" + example + "\n```");
    }

    @Test
    void aBlockThatThrowsMarksItsSpanAsFailed() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TestApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            String answer = TRACER.call("asked", span -> "yes");
            assertThat(answer).isEqualTo("yes");
            assertThatThrownBy(() -> TRACER.run("broken", span -> {
                throw new IOException("no disk");
            })).isInstanceOf(IOException.class).hasMessage("no disk");

            Span broken = receiver.await(1, s -> s.getName().equals("broken")).getFirst();
            assertThat(broken.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(broken.getEventsList()).singleElement()
                    .satisfies(event -> assertThat(event.getName()).isEqualTo("exception"));
            assertThat(receiver.await(1, s -> s.getName().equals("asked")).getFirst().getStatus().getCode())
                    .isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
            assertThat(app.port()).isPositive();
        }
    }

    @Test
    void makesTheSpan() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TestApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            myFunction();

            Span span = receiver.await(1, s -> s.getName().equals("database_query")).getFirst();
            assertThat(OtlpReceiver.attributes(span))
                    .isEqualTo(Map.of("query.table", "users", "query.limit", 100L, "query.results", 42L));
            assertThat(app.port()).isPositive();
        }
    }
}
