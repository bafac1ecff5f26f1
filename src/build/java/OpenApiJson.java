import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Makes openapi.json of openapi.yaml; the build runs it as a source file. Arguments: the one, the other. */
final class OpenApiJson {
    /** What the service fills in: braces would be YAML's own, so they are hidden while it is read. */
    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z-]+)}");
    private static final Pattern HIDDEN = Pattern.compile("__([a-z-]+)__");
    /** A figure stands for a number, so it has no quotes. */
    private static final Pattern FIGURE = Pattern.compile("__[a-z]+-interval__");

    private OpenApiJson() {
    }

    public static void main(String[] args) throws IOException {
        Object document = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(PLACE.matcher(Files.readString(Path.of(args[0]))).replaceAll("__$1__"));
        StringBuilder json = new StringBuilder();
        write(document, json);
        Files.writeString(Path.of(args[1]), HIDDEN.matcher(json).replaceAll("\\${$1}"));
    }

    private static void write(Object value, StringBuilder json) {
        switch (value) {
            case Map<?, ?> object -> {
                String separator = "{";
                for (Map.Entry<?, ?> member : object.entrySet()) {
                    json.append(separator);
                    string(member.getKey().toString(), json);
                    json.append(':');
                    write(member.getValue(), json);
                    separator = ",";
                }
                json.append(object.isEmpty() ? "{}" : "}");
            }
            case List<?> array -> {
                String separator = "[";
                for (Object element : array) {
                    json.append(separator);
                    write(element, json);
                    separator = ",";
                }
                json.append(array.isEmpty() ? "[]" : "]");
            }
            case Number number -> json.append(number);
            case Boolean flag -> json.append(flag);
            case String text when FIGURE.matcher(text).matches() -> json.append(text);
            case String text -> string(text, json);
            case null -> json.append("null");
            default -> throw new IllegalArgumentException("openapi.yaml holds a " + value.getClass().getSimpleName()
                    + ", " + value + "; write it in quotes");
        }
    }

    private static void string(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                default -> json.append(c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        json.append('"');
    }
}
