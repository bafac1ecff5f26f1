package com.dataenginex.admin;

import com.dataenginex.config.EffectiveSetting;
import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Response;
import com.dataenginex.http.UnderWay;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.log.Fields;
import com.dataenginex.logging.LevelOverrides;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.util.List;

/** The endpoints of an operator; none without a token. They belong to the listener of probes and metrics. */
public final class Admin implements AutoCloseable {
    private final AdminConfig config;
    private final String environment;
    private final List<EffectiveSetting> settings;
    private final LevelOverrides levels;
    private final UnderWay underWay;
    private final RecordingHandler recordings = new RecordingHandler();

    /**
     * @param environment dev, stage or prod
     * @param settings what is in effect, without secrets
     * @param underWay the requests that threads are listed with
     */
    public Admin(AdminConfig config, String environment, List<EffectiveSetting> settings, LevelOverrides levels,
            UnderWay underWay) {
        this.underWay = underWay;
        this.config = config;
        this.environment = environment;
        this.settings = List.copyOf(settings);
        this.levels = levels;
    }

    /** They are answered under overload too, and are in no metric and no trace: one of them takes as long as it is told to. */
    public List<Endpoint> endpoints() {
        if (!config.isOn()) {
            return List.of();
        }
        AdminToken token = new AdminToken(config.token());
        return List.of(at(Method.PUT, "/admin/log-level", new LogLevelHandler(levels, Clock.systemUTC()), token),
                at(Method.GET, "/admin/config", this::config, token),
                at(Method.GET, "/admin/threads", new ThreadsHandler(underWay), token),
                at(Method.POST, "/admin/jfr", recordings, token));
    }

    private static Endpoint at(Method method, String path, Handler handler, AdminToken token) {
        return Endpoint.on(method, path, handler).through(token).exempt().untraced().uncounted();
    }

    /** Puts the levels back, and ends a recording. */
    @Override
    public void close() {
        levels.close();
        recordings.close();
    }

    private void config(ServerRequest req, ServerResponse res) {
        AdminToken.used(Fields.NONE);
        JsonWriter json = new JsonWriter(8_192).beginObject().field("environment").string(environment)
                .field("settings").beginArray();
        for (EffectiveSetting setting : settings) {
            json.beginObject().field("key").string(setting.key()).field("value").string(setting.value())
                    .field("source").string(setting.source()).endObject();
        }
        res.header(Response.NO_STORE);
        Response.json(req, res, json.endArray().endObject().toBytes());
    }
}
