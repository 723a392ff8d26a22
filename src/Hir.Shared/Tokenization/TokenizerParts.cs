using Hir.Shared.Tokenization.AddedTokens;
using Hir.Shared.Tokenization.Decoders;
using Hir.Shared.Tokenization.Models;
using Hir.Shared.Tokenization.Normalizers;
using Hir.Shared.Tokenization.PostProcessors;
using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tokenization;

/// <summary>What a tokenizer is made of, in the order of encoding; the decoder goes the other way.</summary>
internal sealed record TokenizerParts(
    IReadOnlyList<AddedToken> AddedTokens,
    INormalizer Normalizer,
    IPreTokenizer PreTokenizer,
    ITokenModel Model,
    TemplatePostProcessor PostProcessor,
    IDecoder Decoder);
