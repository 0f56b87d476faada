// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IModelRegistry} from "../interfaces/IModelRegistry.sol";
import {CodeStore} from "../libraries/CodeStore.sol";
import {ModelEvaluator} from "../libraries/ModelEvaluator.sol";
import {BPS} from "../libraries/RoundingMath.sol";

/// @title A bank's register of credit models
contract ModelRegistry is IModelRegistry, AccessManaged {
    mapping(uint16 version => Model) private _models;
    /// @notice Number of registered models, which is the newest version.
    uint16 public modelCount;
    /// @inheritdoc IModelRegistry
    uint16 public active;

    constructor(address authority) AccessManaged(authority) {}

    // ---------------------------------------------------------------- life of a model

    /// @inheritdoc IModelRegistry
    function register(Spec calldata spec) external restricted returns (uint16 version) {
        require(
            spec.modelHash != 0 &&
                spec.schemaHash != 0 &&
                spec.dataHash != 0 &&
                spec.cardHash != 0 &&
                spec.scopes != 0 &&
                bytes(spec.uri).length != 0,
            InvalidModel()
        );
        _checkBaseline(spec.baseline);
        version = ++modelCount;
        Model storage m = _models[version];
        m.status = Status.Draft;
        m.scopes = spec.scopes;
        m.developer = msg.sender;
        m.modelHash = spec.modelHash;
        m.uri = spec.uri;
        emit ModelRegistered(version, msg.sender, spec);
    }

    /// @inheritdoc IModelRegistry
    function validate(uint16 version, bytes32 reportHash) external restricted {
        Model storage m = _inStatus(version, Status.Draft);
        require(reportHash != 0, InvalidModel());
        require(msg.sender != m.developer, SeparationOfDuties(msg.sender));
        m.status = Status.Validated;
        emit ModelValidated(version, msg.sender, reportHash);
    }

    /// @inheritdoc IModelRegistry
    function activate(uint16 version) external restricted {
        Model storage m = _inStatus(version, Status.Validated);
        require(msg.sender != m.developer, SeparationOfDuties(msg.sender));
        uint16 previous = active;
        if (previous != 0) _models[previous].status = Status.Retired;
        m.status = Status.Active;
        active = version;
        emit ModelActivated(version, previous, msg.sender);
    }

    /// @inheritdoc IModelRegistry
    function retire(uint16 version) external restricted {
        Model storage m = _known(version);
        require(m.status != Status.Retired, WrongModelStatus(version, m.status));
        m.status = Status.Retired;
        if (active == version) active = 0;
        emit ModelRetired(version, msg.sender);
    }

    /// @inheritdoc IModelRegistry
    function publish(uint16 version, bytes calldata blob) external {
        Model storage m = _known(version);
        require(m.blob == address(0), AlreadyPublished(version));
        bytes32 hash = sha256(blob);
        require(hash == m.modelHash, WrongModelBlob(hash, m.modelHash));
        ModelEvaluator.check(blob);
        address store = CodeStore.write(blob);
        m.blob = store;
        emit ModelPublished(version, store);
    }

    /// @dev Shares of ten bins add up to the whole, within rounding.
    function _checkBaseline(uint16[10] calldata baseline) private pure {
        uint256 sum;
        for (uint256 i; i < 10; ++i) sum += baseline[i];
        require(sum + 10 >= BPS && sum <= BPS + 10, InvalidModel());
    }

    // ---------------------------------------------------------------- view

    /// @inheritdoc IModelRegistry
    function model(uint16 version) external view returns (Model memory) {
        return _models[version];
    }

    /// @inheritdoc IModelRegistry
    function evaluate(
        uint16 version,
        int64[] calldata features
    ) external view returns (uint16 score, uint16 pdBps, uint80 turnover) {
        address blob = _known(version).blob;
        require(blob != address(0), ModelNotPublished(version));
        return ModelEvaluator.evaluate(CodeStore.read(blob), features);
    }

    function _known(uint16 version) private view returns (Model storage m) {
        m = _models[version];
        require(m.status != Status.None, UnknownModel(version));
    }

    function _inStatus(uint16 version, Status status) private view returns (Model storage m) {
        m = _known(version);
        require(m.status == status, WrongModelStatus(version, m.status));
    }
}
