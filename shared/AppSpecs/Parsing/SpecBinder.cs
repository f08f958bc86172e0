using System.Buffers;
using System.Text.Json;

namespace Pipelines.AppSpecs;

/// <summary>
/// Turns a document's nodes into an <see cref="AppSpec"/>. A field that has the wrong form is reported and left out,
/// so that the rest can be checked all the same.
/// </summary>
internal sealed class SpecBinder
{
    private readonly Utf8JsonWriter _json;
    private readonly ProblemList _problems;

    private SpecBinder(Utf8JsonWriter json, ProblemList problems)
    {
        _json = json;
        _problems = problems;
    }

    public static AppSpec Bind(SpecMapping root, ProblemList problems)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            new SpecBinder(json, problems).WriteMapping(root, SpecShape.AppSpec, "");
        }

        return JsonSerializer.Deserialize<AppSpec>(buffer.WrittenSpan, AppSpecJson.Options)!;
    }

    private void WriteMapping(SpecMapping mapping, SpecShape shape, string path)
    {
        _json.WriteStartObject();
        foreach (var field in mapping.Fields)
        {
            if (shape.Fields.TryGetValue(field.Name, out var fieldShape))
            {
                WriteField(mapping, field, fieldShape, SpecPath.Field(path, field.Name));
            }
            else
            {
                ReportUnknown(mapping, field, shape, path);
            }
        }

        WriteMissing(mapping, shape, path);
        foreach (var duplicate in mapping.Duplicates)
        {
            Report(SpecPath.Field(path, FieldNames.Shorten(duplicate.Name)), "the field is there twice", duplicate.Line, duplicate.Column);
        }

        _json.WriteEndObject();
    }

    private void WriteField(SpecMapping owner, SpecField field, SpecShape shape, string path)
    {
        if (field.Value is SpecScalar { IsNull: true } && !IsEmptyText(field.Value, shape))
        {
            return;
        }

        _json.WritePropertyName(field.Name);
        WriteValue(field.Value, shape, path, SecretFields.IsSecret(owner, field.Name));
    }

    /// <summary>A text field that is given without a value, as in <c>value:</c>, is absent; <c>value: ""</c> is not.</summary>
    private static bool IsEmptyText(SpecNode value, SpecShape shape) =>
        shape.Kind == SpecShapeKind.Text && value is SpecScalar { Kind: SpecScalarKind.Text };

    private void WriteValue(SpecNode node, SpecShape shape, string path, bool secret)
    {
        switch (shape.Kind, node)
        {
            case (SpecShapeKind.Mapping, SpecMapping mapping):
                WriteMapping(mapping, shape, path);
                break;
            case (SpecShapeKind.Mapping, _):
                ReportKind(node, path, "a mapping", secret);
                WriteMapping(new SpecMapping(node.Line, node.Column), shape, path);
                break;
            case (SpecShapeKind.List, SpecSequence list):
                WriteList(list, shape.Item!, path);
                break;
            case (SpecShapeKind.List, _):
                ReportKind(node, path, "a list", secret);
                _json.WriteNullValue();
                break;
            case (_, SpecScalar scalar):
                WriteScalar(scalar, shape, path, secret);
                break;
            default:
                ReportKind(node, path, ScalarFormat.Describe(shape), secret);
                WriteSubstitute(shape);
                break;
        }
    }

    private void WriteList(SpecSequence list, SpecShape shape, string path)
    {
        _json.WriteStartArray();
        for (var index = 0; index < list.Items.Count; index++)
        {
            WriteValue(list.Items[index], shape, SpecPath.Item(path, index), secret: false);
        }

        _json.WriteEndArray();
    }

    private void WriteScalar(SpecScalar scalar, SpecShape shape, string path, bool secret)
    {
        switch (shape.Kind)
        {
            case SpecShapeKind.Text when ScalarFormat.TryText(scalar, out var text):
                _json.WriteStringValue(RejectNul(text, scalar, path));
                break;
            case SpecShapeKind.Boolean when ScalarFormat.TryBoolean(scalar, out var boolean):
                _json.WriteBooleanValue(boolean);
                break;
            case SpecShapeKind.Integer when ScalarFormat.TryInteger(scalar, out var integer):
                _json.WriteNumberValue(integer);
                break;
            case SpecShapeKind.Number when ScalarFormat.TryNumber(scalar, out var number):
                _json.WriteNumberValue(number);
                break;
            case SpecShapeKind.Enumeration when ScalarFormat.TryEnumeration(scalar, shape, out var name):
                _json.WriteStringValue(name);
                break;
            default:
                ReportScalar(scalar, shape, path, secret);
                WriteSubstitute(shape);
                break;
        }
    }

    private string RejectNul(string text, SpecScalar scalar, string path)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            Report(path, "the text holds a NUL character", scalar.Line, scalar.Column);
        }

        return text;
    }

    /// <summary>Stands where a value was wrong: fields are nullable, items of lists are not.</summary>
    private void WriteSubstitute(SpecShape shape)
    {
        switch (shape.Kind)
        {
            case SpecShapeKind.Text:
                _json.WriteStringValue("");
                break;
            case SpecShapeKind.Integer:
                _json.WriteNumberValue(1);
                break;
            case SpecShapeKind.Boolean:
                _json.WriteBooleanValue(value: false);
                break;
            default:
                _json.WriteNullValue();
                break;
        }
    }

    private void WriteMissing(SpecMapping mapping, SpecShape shape, string path)
    {
        foreach (var name in shape.Required)
        {
            if (!mapping.TryGet(name, out var value) || value is SpecScalar { IsNull: true })
            {
                _json.WriteString(name, "");
                var place = value ?? mapping;
                var field = SpecPath.Field(path, name);
                if (!_problems.IsBroken(field))
                {
                    Report(field, $"{name} is required", place.Line, place.Column);
                }
            }
        }
    }

    private void ReportUnknown(SpecMapping mapping, SpecField field, SpecShape shape, string path)
    {
        if (_problems.IsFull)
        {
            _problems.Add(path, "");
            return;
        }

        var nearest = FieldNames.Nearest(field.Name, shape.Fields.Keys);
        var hint = nearest is null
            ? $"known fields: {string.Join(", ", shape.Fields.Keys.Order(StringComparer.Ordinal))}"
            : $"did you mean \"{nearest}\"?";
        var name = FieldNames.Shorten(field.Name);
        Report(SpecPath.Field(path, name), $"unknown field \"{name}\"; {hint}", field.Line, field.Column);
        if (nearest is not null && !mapping.TryGet(nearest, out _))
        {
            // What was meant is as good as there: that it is missing is no second problem.
            _problems.Break(SpecPath.Field(path, nearest));
        }
    }

    private void ReportScalar(SpecScalar scalar, SpecShape shape, string path, bool secret)
    {
        var shown = secret ? SecretValues.Redacted : scalar.Text;
        _problems.Add(path, ScalarFormat.Complain(scalar, shape, secret), shown, scalar.Line, scalar.Column);
        _problems.Break(path);
    }

    private void ReportKind(SpecNode node, string path, string expected, bool secret)
    {
        var shown = node is SpecScalar scalar ? scalar.Text : null;
        _problems.Add(path, $"expected {expected}, found {node.Description}", secret ? SecretValues.Redacted : shown, node.Line, node.Column);
        _problems.Break(path);
    }

    private void Report(string path, string message, int? line, int? column)
    {
        _problems.Add(path, message, value: null, line, column);
        _problems.Break(path);
    }
}
