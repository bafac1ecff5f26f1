package com.dataenginex.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets where clients and operators put them, in good requests and in all kinds of bad ones. */
class SecretsReliability {
    private static final String SECRET = "s3cr3t-hunter2";
    private static final List<String> LINES = List.of("GET %s?token=@&currency=EUR&count=1&interval=0.05 HTTP/1.1",
            "GET %s?@ HTTP/1.1", "GET %s?currency=EURO&password=@ HTTP/1.1", "DELETE %s?key=@ HTTP/1.1",
            "GET http://user:@@127.0.0.1%s HTTP/1.1", "GET %s?token=@ HTTP/1.0", "GET %s?token=@ FTP/1.1",
            "GET %s?token=%%zz@ HTTP/1.1");
    private static final List<String> HEADERS = List.of("Authorization: Bearer @", "Authorization: Basic @",
            "Proxy-Authorization: Basic @", "Cookie: session=@", "X-Api-Key: @", "Referer: http://a/?token=@",
            "Accept: @", "Accept-Encoding: @", "Content-Encoding: @", "Content-Length: @", "Transfer-Encoding: @",
            "Expect: @", "Upgrade: @", "baggage: token=@", "traceparent: @", "Last-Event-ID: @/", "X-Request-ID: @ @",
            "X-Bad\u0000: @", "@", "Host: @:@:@", "X-Large: @" + "x".repeat(20_000));

    /** As it is, and as it goes to a server whose URL names a user. */
    private static final List<String> FORMS = List.of(SECRET, base64("bob:" + SECRET), base64("ann:" + SECRET));

    @TempDir
    private Path folder;

    @Test
    void turnUpInNoLineSpanMetricOrProblem() throws ExecutionException, InterruptedException {
        StringBuilder answers = new StringBuilder();
        int requests = 0;
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                FakeSource source = new FakeSource(FakeRateSources.COINDESK.good("3"))) {
            String url = source.url().replace("http://", "http://bob:" + SECRET + "@");
            try (TestApplication app = TestApplication.start(folder,
                    FakeRateSources.yaml(Map.of(FakeRateSources.COINDESK, url)),
                    Map.of("OTLP_ENDPOINT", receiver.endpoint().replace("http://", "http://ann:" + SECRET + "@"),
                            "DEX_COINDESK_API_KEY", SECRET, "OTEL_EXPORTER_OTLP_HEADERS", "api-key=" + SECRET,
                            "LOG_LEVEL", "DEBUG"))) {
                try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                    List<Future<String>> all = new ArrayList<>();
                    for (String path : app.endpoints().stream().map(Endpoint::template).toList()) {
                        for (String line : LINES) {
                            for (String header : HEADERS) {
                                all.add(clients.submit(() -> app.raw().exchange(planted(line.formatted(path))
                                        + "\r\nHost: a\r\n" + planted(header) + "\r\n\r\n")));
                            }
                        }
                    }
                    source.reply(FakeSource.broken());
                    for (Future<String> answer : all) {
                        answers.append(answer.get());
                        requests++;
                    }
                }
                answers.append(Scrape.of(app).text());
                app.stop();
                answers.append(app.lines).append(receiver.spans());
            }

            System.out.printf(
                    "MEASURED: %d requests with a planted secret, %d characters of answers, metrics, log lines and "
                            + "spans searched; %d spans%n",
                    requests, answers.length(), receiver.spans().size());
            assertThat(receiver.spans()).isNotEmpty();
            // The receiver of this test logs in the same process what it is sent.
            assertThat(answers.toString().lines()
                    .filter(line -> FORMS.stream().anyMatch(line::contains)
                            && !line.contains("\"logger\":\"io.grpc.netty."))
                    .limit(20))
                    .isEmpty();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String planted(String text) {
        return text.replace("user:@@", "user:" + SECRET + "&&").replace("@", SECRET).replace("&&", "@");
    }
}
