package com.dataenginex.readers;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** VictoriaLogs' query API, which answers one JSON object a line. */
public final class VictoriaLogsClient extends ReaderClient implements LogReader {
    public VictoriaLogsClient(HttpReader http) {
        super(http);
    }

    @Override
    public Answer ready() {
        return http.get("/health");
    }

    @Override
    public List<FoundLine> lines(String requestId, Instant from, Instant to) {
        return query("request_id:=\"" + requestId + '"', from, to);
    }

    /** The lines that a LogsQL query finds. */
    public List<FoundLine> query(String logsql, Instant from, Instant to) {
        Answer answer = http.get(HttpReader.target("/select/logsql/query", "query", logsql, "start", from.toString(),
                "end", to.toString(), "limit", Integer.toString(LIMIT)));
        return http.read(answer, each -> each.text().lines().filter(line -> !line.isBlank())
                .map(line -> line(JsonText.texts(JsonText.parse(line).asJsonObject())))
                .sorted(Comparator.comparing(FoundLine::time)).toList());
    }

    private static FoundLine line(Map<String, String> fields) {
        return new FoundLine(Instant.parse(fields.get("_time")), fields.getOrDefault("event", fields.get("_msg")),
                fields, Map.of("_stream", fields.getOrDefault("_stream", "")));
    }
}
