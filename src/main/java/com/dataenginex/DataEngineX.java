package com.dataenginex;

import com.dataenginex.config.ConfigSources;
import com.dataenginex.external.BitcoinRates;
import com.dataenginex.external.ExternalDataHandler;
import com.dataenginex.external.SourceState;
import com.dataenginex.health.FixedDependency;
import com.dataenginex.http.Endpoint;
import com.dataenginex.insights.InsightsHandler;
import com.dataenginex.insights.LiveFigures;
import com.dataenginex.log.Severity;
import com.dataenginex.objectives.ObjectiveState;
import com.dataenginex.objectives.Objectives;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.service.Part;
import com.dataenginex.service.Product;
import com.dataenginex.service.Service;
import com.dataenginex.ui.Goal;
import com.dataenginex.ui.Upstream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;

/** The product, as a table of contents: its names, its parts in order, its endpoints. */
public final class DataEngineX {
    public static final ConfigSources CONFIG = new ConfigSources("DEX_", "DEX_CONFIG",
            List.of("/config/application-{environment}.yaml", "/config/slo.yaml", "/config/application.yaml"));

    public static final Product PRODUCT = new Product("urn:dataenginex:problem:", "dataenginex",
            List.of(FixedDependency.socket("database", "DEX_DB"), FixedDependency.cache("cache", "DEX_CACHE"),
                    FixedDependency.web("external_api", "DEX_EXTERNAL_API_URL")));

    private DataEngineX() {
    }

    /** The service, ready to be built; tests add what is theirs. */
    public static Service.Builder assemble(AppConfig config, BuildInfo build, OutputStream out) {
        Service.Builder service = Service.builder(PRODUCT, config.service(), build, out)
                .settings(config.effective());

        BitcoinRates rates = new BitcoinRates(config.externalData(),
                service.tracing().client(config.externalData().propagation()), service.metrics(),
                Clock.systemUTC());
        LiveFigures figures = new LiveFigures(service.totals());
        service.part(Part.closing("clients", rates::close))
                .part(Part.of("live_figures", figures::start, figures::close))
                .lastPart(Part.starting("client_warm_up", rates::warmUp));

        Objectives objectives = new Objectives(config.objectives(), service.metrics(), Clock.systemUTC());
        service.observe(objectives).part(Part.of("objectives", objectives::start, objectives::close))
                .operation(Endpoint.get(Objectives.PATH, objectives::answer).exempt().untraced().uncounted()
                        .loggedAt(Severity.DEBUG));
        service.alerts(Alerts.of(config.objectives(), config.service().environment()))
                .goals(() -> objectives.states().stream().map(DataEngineX::goal).toList())
                .upstreams(() -> rates.states().stream().map(DataEngineX::upstream).toList());

        OpenApi openApi = new OpenApi(build.version(), config.insights());
        return service.endpoints(List.of(
                Endpoint.get("/", new RootHandler(build.version())),
                Endpoint.get("/api/external-data",
                        new ExternalDataHandler(config.externalData(), rates, service.metrics()))
                        .exposes("Age", "Warning"),
                Endpoint.get("/api/insights",
                        new InsightsHandler(config.insights(), service.streams(), figures, Clock.systemUTC())).stream()
                        .reads("Last-Event-ID"),
                Endpoint.get(OpenApi.YAML, openApi::yaml),
                Endpoint.get(OpenApi.JSON, openApi::json)));
    }

    private static Goal goal(ObjectiveState state) {
        return new Goal(state.name(), state.target(), state.good(), state.bad(), state.budgetLeft(),
                state.burnShort());
    }

    private static Upstream upstream(SourceState source) {
        return new Upstream(source.name(), source.works(), source.since(), source.breaker(), source.calls().stream()
                .map(call -> new Upstream.Call(call.at(), call.outcome(), call.took(), call.why())).toList());
    }
}
