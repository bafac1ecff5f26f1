package com.dataenginex.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.TestApplication;
import io.helidon.http.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Example;

/** Whole connections with several messages, most of them a little wrong, judged by the number of answers; the same for one seed. */
class ConnectionsReliability {
    private static final int CONNECTIONS = Integer.getInteger("reliability.connections", 20_000);
    private static final long SEED = Long.getLong("reliability.seed", 20_261_126);
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([2-5]\\d\\d) ");
    private static final String[] MESSAGES = {"GET /a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nX: y\r\nAccept: */*\r\n\r\n", "HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;a=b\r\n!\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nT: u\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 28\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a/a HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET /a HTTP/1.0\r\n\r\n",
        "DELETE /a HTTP/1.1\r\nHost: a\r\n\r\n"};
    private static final String[] ODD = {"\r", "\n", "\r\n", " ", "\t", ":", "\0", "0", "1", "a", "A", ";", ",",
        "\r\n\r\n", "\u00ff", "/",
        "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n", "+", "-", "x", "\"", "=", "\u000b"};

    @Example
    void asManyAnswersComeAsThereWereRequests() throws Exception {
        Path folder = Files.createTempDirectory("connections");
        Random random = new Random(SEED);
        List<String> wrong = new ArrayList<>();
        Map<ReferenceParser.Verdict, Integer> seen = new EnumMap<>(ReferenceParser.Verdict.class);
        try (TestApplication app = TestApplication.start(folder, "logging: {level: OFF}", Map.of(),
                Endpoint.get("/a", (req, res) -> res.send("a")),
                Endpoint.on(Method.POST, "/echo", (req, res) -> res.send(
                        req.content().hasEntity() ? req.content().as(byte[].class) : new byte[0])))) {
            for (int i = 0; i < CONNECTIONS && wrong.size() < 10; i++) {
                String sent = connection(random);
                List<ReferenceParser.Verdict> verdicts = ReferenceParser.verdicts(sent);
                verdicts.forEach(each -> seen.merge(each, 1, Integer::sum));
                List<Integer> answers = answers(app.raw().exchange(sent));
                if (!agree(verdicts, answers)) {
                    wrong.add(sent.replace("\r", "\\r").replace("\n", "\\n") + " " + verdicts + " " + answers);
                }
            }
        }
        System.out.printf(
                "MEASURED: %d connections (seed %d), messages by verdict: %s; answers as many as the reference says%n",
                CONNECTIONS, SEED, seen);
        assertThat(wrong).isEmpty();
    }

    /** One for each whole message and for what is refused; what is cut off may have been answered by its head. */
    private static boolean agree(List<ReferenceParser.Verdict> verdicts, List<Integer> answers) {
        if (answers.stream().anyMatch(status -> status >= 500 && status != 505)) {
            return false;
        }
        boolean cut = !verdicts.isEmpty() && verdicts.getLast() == ReferenceParser.Verdict.CUT;
        return answers.size() == verdicts.size() || cut && answers.size() == verdicts.size() - 1;
    }

    private static String connection(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            text.append(MESSAGES[random.nextInt(MESSAGES.length)]);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, ODD[random.nextInt(ODD.length)]);
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.setCharAt(at, (char) random.nextInt(256));
                default -> text.replace(at, Math.min(text.length(), at + 1), ODD[random.nextInt(ODD.length)]);
            }
            if (text.isEmpty()) {
                text.append('G');
            }
        }
        return text.toString();
    }

    private static List<Integer> answers(String said) {
        List<Integer> answers = new ArrayList<>();
        Matcher status = STATUS.matcher(said);
        while (status.find()) {
            answers.add(Integer.parseInt(status.group(1)));
        }
        return answers;
    }
}
